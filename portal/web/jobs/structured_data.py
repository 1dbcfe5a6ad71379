"""An open, real job as schema.org JobPosting, for search engines."""

from collections.abc import Sequence

from portal.store.tables import JobPostingPlaceRow, JobPostingRow


def job_posting_data(row: JobPostingRow, places: Sequence[JobPostingPlaceRow]) -> dict[str, object]:
    """The JSON-LD of a posting. Never call it for a sample or a closed one."""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": row.title,
        "description": row.description_text or row.title,
        "identifier": {"@type": "PropertyValue", "name": row.source_key, "value": row.source_ref},
        "hiringOrganization": {"@type": "Organization", "name": row.employer_name},
        "jobLocation": [
            {
                "@type": "Place",
                "address": {
                    "@type": "PostalAddress",
                    "addressLocality": place.place_name,
                    "addressRegion": place.state,
                    "addressCountry": "US",
                    **({"postalCode": place.postal_code} if place.postal_code else {}),
                },
            }
            for place in places
        ],
    }
    if row.posted_on:
        data["datePosted"] = row.posted_on.isoformat()
    if row.valid_through_on:
        data["validThrough"] = row.valid_through_on.isoformat()
    if row.employment_types:
        data["employmentType"] = list(row.employment_types)
    if row.is_remote:
        data["jobLocationType"] = "TELECOMMUTE"
    figures = {"minValue": row.pay_minimum, "maxValue": row.pay_maximum}
    known = {key: value for key, value in figures.items() if value is not None}
    if known and row.pay_unit:
        data["baseSalary"] = {
            "@type": "MonetaryAmount",
            "currency": row.pay_currency or "USD",
            "value": {"@type": "QuantitativeValue", "unitText": row.pay_unit, **known},
        }
    return data
