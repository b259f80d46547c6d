// The frame: head, filters, the chosen view, and the evidence of the selected event beside it.

import { useEffect, useState } from "preact/hooks";
import type { Meta } from "./shapes";
import type { Source } from "./source";
import { VIEWS, view } from "./state";
import { Evidence } from "./views/evidence";
import { Events } from "./views/events";
import { SHOWN } from "./views";
import { Filters } from "./parts/filters";
import { language, words } from "./words";

export interface ViewProps {
  readonly source: Source;
  readonly meta: Meta;
}

export function App({ source }: { readonly source: Source }) {
  const [meta, setMeta] = useState<Meta | null>(null);
  useEffect(() => { void source.meta().then(setMeta); }, [source]);
  if (!meta) return <p class="waiting">{words().evidence.loading}</p>;
  const Shown = SHOWN[view.value] ?? Events;
  return (
    <div class="frame" lang={language.value}>
      <a class="skip" href="#list">{words().app.skip}</a>
      <Head meta={meta} />
      <Filters source={source} meta={meta} />
      <main id="list"><Shown source={source} meta={meta} /></main>
      <Evidence source={source} meta={meta} />
    </div>
  );
}

function Head({ meta }: { readonly meta: Meta }) {
  return (
    <header class="head">
      <h1>{meta.title}</h1>
      <nav>
        {VIEWS.filter((name) => name in SHOWN).map((name) => (
          <button type="button" key={name} aria-current={view.value === name ? "page" : undefined} onClick={() => { view.value = name; }}>
            {words().views[name]}
          </button>
        ))}
      </nav>
    </header>
  );
}
