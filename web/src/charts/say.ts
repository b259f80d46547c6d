// Numbers and days in the reader's language.

import { locale } from "../words";

/** Write a number; `digits` after the point at most. */
export function number(n: number, digits = 0): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(n);
}

/** Write a number with so many digits that count as are needed to tell it from its neighbours. */
export function figure(n: number): string {
  const form = Math.abs(n) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 2 };
  return new Intl.NumberFormat(locale(), form).format(n).replace("-", "−");
}

/** Write a share as per cent. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(share);
}

/** Write an ISO 8601 day; what is none stays as it is. */
export function day(text: string): string {
  const at = dayNumber(text);
  return at === null ? text : new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** Write a month (`2022-03`). */
export function month(text: string): string {
  const at = dayNumber(`${text}-01`);
  return at === null ? text : new Intl.DateTimeFormat(locale(), { month: "short", year: "numeric", timeZone: "UTC" }).format(at);
}

/** Name a language by its code. */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: "language" }).of(code) ?? code;
  } catch { // no code: what the report says is shown as it is
    return code;
  }
}

/** Give an ISO 8601 day as the milliseconds since 1970 at which it begins; null where it is none. */
export function dayNumber(text: string): number | null {
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) ? null : at;
}
