"""E-mail to professionals, where a mail server is set. Nothing is ever said to be sent where there is none."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from email.message import EmailMessage

from portal.domain.errors import PortalError
from portal.settings import Settings

log = logging.getLogger(__name__)
_SECONDS = 20


class NotSent(PortalError):
    """The mail server did not take a message."""


class PostOffice:
    """Sends one message after the other, beside the requests: how long it takes tells nobody anything."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._clerk: ThreadPoolExecutor | None = None
        self.is_open = bool(settings.smtp_host and settings.smtp_from and settings.public_url)

    def later(self, work: Callable[[], None]) -> Future[None]:
        """Do something once this request is answered."""
        if self._clerk is None:  # made in the process that serves, not in the one that starts it
            self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")
        return self._clerk.submit(_quietly, work)

    def close(self) -> None:
        """Finish what is begun, and let go."""
        if self._clerk is not None:
            self._clerk.shutdown()

    def send(self, to: str, *, subject: str, text: str) -> None:
        """Send one message.

        Raises: NotSent.
        """
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._settings.smtp_from, to, subject
        message.set_content(text)
        try:
            with self._connect() as server:
                if self._settings.smtp_user:
                    server.login(self._settings.smtp_user, self._settings.smtp_password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(f"The mail server did not take a message ({type(error).__name__}).") from error

    def _connect(self) -> smtplib.SMTP:
        host, port, safety = self._settings.smtp_host, self._settings.smtp_port, self._settings.smtp_security
        if safety == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port, timeout=_SECONDS)
        if safety == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except PortalError as error:
        log.warning("e-mail to a professional: %s Look at the smtp_ settings.", error)
