// What time it is, by the server where it told us, and how old the bundle is. A device's own clock may be wrong.
const MINUTE = 60_000;
const WRONG_BY = 10 * MINUTE;

let told = null; // {server, at}: the server's time, and the steady clock's when it came

export const hear = (server) => {
  if (server) told = { server, at: performance.now() };
};
export const now = () => (told ? told.server + performance.now() - told.at : Date.now());

export const ageOf = (bundle) => {
  const asOf = Date.parse(bundle.as_of);
  const isWrong = told ? Math.abs(Date.now() - now()) > WRONG_BY : Date.now() < asOf - WRONG_BY;
  const isUnsure = isWrong && !told;
  const minutes = Math.max(0, Math.floor((now() - asOf) / MINUTE));
  return { minutes, isWrong, isUnsure, isOver: !isUnsure && now() > Date.parse(bundle.good_until) };
};
