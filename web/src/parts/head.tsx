// The head: what the record holds, the views, and how the reader likes the page.

import type { Meta } from "../shapes";
import { type Theme, THEMES, theme } from "../preferences";
import { asking, view, VIEWS } from "../state";
import { SHOWN } from "../views";
import { fill, type Language, language, words } from "../words";
import { day, number } from "../charts/say";

export function Head({ meta, served }: { readonly meta: Meta; readonly served: boolean }) {
  const said = words();
  const holds = fill(said.app.holds, { events: meta.events, reports: meta.reports, origins: meta.origins });
  return (
    <header class="head">
      <div class="title">
        <h1>{meta.title}</h1>
        <p class="soft">{grouped(holds)}{meta.first_day && meta.last_day && <> · {fill(said.app.span, { from: day(meta.first_day), to: day(meta.last_day) })}</>}</p>
        {meta.gaps.length > 0 && (
          <details class="menu gaps">
            <summary>{said.app.gaps}</summary>
            <div lang="en"><ul>{meta.gaps.map((gap) => <li key={gap}>{gap}</li>)}</ul></div>
          </details>
        )}
      </div>
      <div class="likes">
        <label><span>{said.app.language}</span> <select value={language.value} onChange={(event) => { language.value = event.currentTarget.value as Language; }}><option value="en" lang="en">English</option><option value="es" lang="es">Español</option></select></label>
        <label><span>{said.app.theme}</span> <select value={theme.value} onChange={(event) => { theme.value = event.currentTarget.value as Theme; }}>{THEMES.map((name) => <option key={name} value={name}>{said.app.themes[name]}</option>)}</select></label>
        {served && <a href="dossier" title={said.app.read_why}>{said.app.read}</a>}
        <button type="button" class="quiet" onClick={() => { asking.value = "help"; }}>{said.app.help} <kbd aria-hidden="true">?</kbd></button>
      </div>
      {language.value !== "en" && <p class="soft english">{said.app.english}</p>}
      <nav aria-label={said.app.views}>
        {VIEWS.filter((name) => name in SHOWN).map((name) => (
          <button type="button" key={name} aria-current={view.value === name ? "page" : undefined} onClick={() => { view.value = name; }}>{said.views[name]}</button>
        ))}
      </nav>
    </header>
  );
}

/** Group the digits of the numbers in a text. */
function grouped(text: string): string {
  return text.replace(/\d{4,}/g, (digits) => number(Number(digits)));
}
