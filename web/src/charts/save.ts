// Files made in the page: exactly what is seen, as a table or as a picture.

import type { Meta } from "../shapes";

export type Cell = string | number | null;

/** Write rows as CSV (RFC 4180): cells stay as they are, a null is empty. */
export function csv(titles: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [titles, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function quoted(cell: Cell): string {
  const text = cell === null ? "" : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function save(name: string, content: BlobPart, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The address that a file names; of a mailed page only its conditions: where somebody keeps the page is nobody else's business. */
export function here(): string {
  return location.protocol === "file:" ? location.hash : location.href;
}

/** What a file says of itself: which conditions were asked, of which record, when and from where, and how many rows follow. */
export function aboutFile(asked: string, meta: Meta, total: number) {
  return {
    asked, record: meta.title, made: meta.made, version: meta.version, corpus: meta.corpus,
    address: here(), saved: new Date().toISOString(), total,
  };
}

const LOOK = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linejoin", "opacity", "paint-order",
  "font-family", "font-size", "font-weight", "text-anchor",
] as const;

/** Write a picture as a file that needs no style sheet: colours and fonts are those that are seen now, `told` says what it shows. */
export function pictureText(drawn: SVGSVGElement, told: string): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const from = [drawn, ...drawn.querySelectorAll<SVGElement>("*")];
  const to = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  from.forEach((element, i) => {
    const look = getComputedStyle(element);
    for (const name of LOOK) to[i]?.style.setProperty(name, look.getPropertyValue(name));
    to[i]?.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const [, , width, height] = (drawn.getAttribute("viewBox") ?? "0 0 0 0").split(" ");
  copy.setAttribute("width", width ?? "0");
  copy.setAttribute("height", height ?? "0");
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  const words = document.createElementNS("http://www.w3.org/2000/svg", "desc");
  words.textContent = told;
  copy.prepend(words);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}
