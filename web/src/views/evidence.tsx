// What the selected event rests on: the sentences, who says so, how many say it of their own knowledge, and what people decided.

import { useEffect, useRef } from "preact/hooks";
import type { ViewProps } from "../app";
import { useLoaded } from "../charts/loaded";
import { day, languageName, percent } from "../charts/say";
import { said as told, written } from "../deciding";
import { estimate, gradeOf } from "../estimate";
import { disputed, type Naming, naming } from "../inwords";
import { Correct } from "../parts/correct";
import { Decisions } from "../parts/decisions";
import { Legend, Marked } from "../parts/marked";
import { Note } from "../parts/note";
import { Origins } from "../parts/origins";
import { Split } from "../parts/split";
import { ToEvent } from "../parts/toevent";
import { Verdicts } from "../parts/verdicts";
import { Whole } from "../parts/whole";
import type { DisputeRow, EventDetail, Evidence as Sentence, LinkRow } from "../shapes";
import { asking, selected } from "../state";
import { fill, words } from "../words";

export function Evidence({ source, meta }: ViewProps) {
  const id = selected.value;
  const said = words().evidence;
  const { rows: found, failed, waiting } = useLoaded(async () => (id ? { id, event: await source.event(id) } : null), `${id} ${written.value}`);
  const event = found && found.id === id ? found.event : null;
  const box = useRef<HTMLElement>(null);
  useEffect(() => { if (box.current) box.current.scrollTop = 0; }, [id]);
  return (
    <section class="evidence" aria-label={said.title} ref={box}>
      <p class="unseen" role="status">{event ? `${said.title}: ${event.row.headline}. ${counted(event)}` : ""}</p>
      {id && <button type="button" class="back quiet" onClick={() => { selected.value = null; }}>← {said.back}</button>}
      {!id ? <p class="nothing">{said.none}</p>
        : failed ? <p class="failed" role="alert">{fill(words().app.failed, { detail: failed })}</p>
        : event ? <Detail source={source} meta={meta} event={event} />
        : <p class="nothing">{waiting ? said.loading : said.gone}</p>}
    </section>
  );
}

function counted(event: EventDetail): string {
  return fill(words().evidence.sentences, { n: event.evidence.length, reports: event.row.reports });
}

function Detail({ source, meta, event }: ViewProps & { readonly event: EventDetail }) {
  const said = words();
  const { row } = event;
  return (
    <article>
      <header class="chosen">
        <h2 lang="en">{row.headline}</h2>
        <p class="about"><span lang="en">{row.day}</span> · {said.factuality[row.counted_as]} · {said.status[row.status]} · {fill(said.events.sources, { origins: row.origins, reports: row.reports })}</p>
        <Verdicts source={source} meta={meta} row={row} />
      </header>
      {event.evidence.length ? <Sentences source={source} event={event} /> : <p class="soft">{fill(said.evidence.imported, { dataset: row.dataset })}</p>}
      <Disputes disputes={event.disputes} name={naming(meta)} />
      <Roots event={event} />
      {event.history.length > 1 && <History history={event.history} />}
      <Others source={source} event={event} />
      <section>
        <h3>{said.evidence.facts}</h3>
        <dl>
          <div><dt>{said.evidence.read_rightly}</dt><dd>{estimate(row.probability)}</dd></div>
          <div><dt>{said.evidence.grade}</dt><dd>{said.evidence.grades[gradeOf(row.status)]}</dd></div>
        </dl>
        <dl lang="en">{event.facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      </section>
      <section>
        <h3>{said.evidence.judgements}</h3>
        {event.judgements.length ? <Decisions source={source} meta={meta} decisions={event.judgements} /> : <p class="soft">{said.evidence.no_judgements}</p>}
      </section>
      <Addresses source={source} id={row.id} />
      {asking.value === "correct" && <Correct source={source} meta={meta} event={event} />}
      {asking.value === "split" && <Split source={source} event={event} />}
      {asking.value === "note" && <Note source={source} row={row} />}
      {asking.value === "origins" && <Origins source={source} event={event} />}
    </article>
  );
}

function Sentences({ source, event }: Pick<ViewProps, "source"> & { readonly event: EventDetail }) {
  return (
    <section>
      <h3>{counted(event)}</h3>
      <Legend marks={event.evidence.flatMap((one) => one.marks)} />
      <ol class="sentences">{event.evidence.map((one) => <li key={one.id}><Quoted source={source} one={one} /></li>)}</ol>
    </section>
  );
}

function Quoted({ source, one }: Pick<ViewProps, "source"> & { readonly one: Sentence }) {
  const said = words();
  const { report } = one;
  return (
    <figure>
      <blockquote lang="en"><Marked sentence={one.sentence} marks={one.marks} /></blockquote>
      <figcaption>
        {damaged(one).map((line) => <p key={line} class="broken"><span class="label">{said.evidence.damaged}:</span> <span lang="en">{line}</span></p>)}
        <p><strong>{report.outlet}</strong>, {report.day ? day(report.day) : said.evidence.no_day}: <span lang="en">{report.name}</span>{" "}
          {report.url && <a href={report.url} rel="noreferrer noopener" target="_blank">{said.evidence.read}</a>}</p>
        <p><span class="label">{said.evidence.says}:</span> <span lang="en">{one.chain}</span>{one.quoted && `, ${said.evidence.quoted}`}</p>
        <p><span class="label">{said.factuality[one.factuality]}</span> · <span lang="en">{one.when}</span> · {fill(said.evidence.coder, { p: estimate(one.probability) })}
          {report.translated_from && ` · ${fill(said.evidence.translated_from, { language: languageName(report.translated_from) })}`}</p>
        {!report.independent && report.goes_back.map((line) => <p key={line} class="soft" lang="en">{line}</p>)}
        {one.decided.map((line) => <p key={line} lang="en">{line}</p>)}
      </figcaption>
      <Whole source={source} one={one} />
    </figure>
  );
}

/** Say what is broken in a sentence, and what was probably meant. */
function damaged({ sentence, marks }: Sentence): readonly string[] {
  const points = Array.from(sentence);
  return marks.filter((mark) => mark.kind === "damage").map((mark) => `“${points.slice(mark.start, mark.end).join("")}”: ${mark.note}`);
}

function Disputes({ disputes, name }: { readonly disputes: readonly DisputeRow[]; readonly name: Naming }) {
  const said = words().evidence;
  if (!disputes.length) return null;
  return (
    <section>
      <h3>{said.disputes}</h3>
      {disputes.map((one) => (
        <div key={one.field} class="dispute">
          <h4 lang="en">{one.field}</h4>
          <ul class="sides">{one.sides.map((side) => (
            <li key={side.value} lang="en"><p><strong>{disputed(side.value, name)}</strong></p><p><span class="label" lang="">{said.held_by}</span> {side.holders.join("; ")}</p></li>
          ))}</ul>
        </div>
      ))}
    </section>
  );
}

function Roots({ event }: { readonly event: EventDetail }) {
  const said = words().evidence;
  const names = new Map(event.evidence.map(({ report }) => [report.id, `${report.outlet} (${report.day ? day(report.day) : said.no_day})`]));
  const called = (id: string) => names.get(id) ?? id;
  if (!event.origins.length) return null;
  return (
    <section>
      <h3>{said.origins}</h3>
      <ol class="origins">{event.origins.map((one) => (
        <li key={one.id}>
          <strong>{one.name}</strong> <span class="soft">{said.origin_kind[one.kind as keyof typeof said.origin_kind] ?? one.kind}</span>
          <br />{fill(said.reports, { n: one.report_ids.length })}: {one.report_ids.map(called).join("; ")}
        </li>
      ))}</ol>
      {event.links.length > 0 ? <><h4>{said.why_one}</h4><ul class="links">{event.links.map((link) => <li key={link.id}><Link link={link} called={called} /></li>)}</ul></>
        : event.row.reports > 1 && <p class="soft">{said.no_links}</p>}
    </section>
  );
}

function Link({ link, called }: { readonly link: LinkRow; readonly called: (id: string) => string }) {
  const said = words().evidence;
  const to = link.to.kind === "report" && called(link.to.id) !== link.to.id ? called(link.to.id) : link.to.name;
  return (
    <>
      <p>{fill(said.link, { from: called(link.from_report), relation: said.relation[link.relation], to })} <span class="soft">({fill(said.score, { score: percent(link.score) })})</span></p>
      {link.evidence && <p class="quote" lang="en"><q>{link.evidence}</q></p>}
      {link.reasons.length > 0 && <p class="soft">{said.because}: <span lang="en">{link.reasons.join("; ")}</span></p>}
    </>
  );
}

function History({ history }: { readonly history: EventDetail["history"] }) {
  const said = words().evidence;
  return (
    <section>
      <h3>{said.history}</h3>
      <ol class="turns">{history.map(([when, how], i) => <li key={i}>{when ? day(when) : said.undated_turn}: <span lang="en">{how}</span></li>)}</ol>
    </section>
  );
}

function Others({ source, event }: Pick<ViewProps, "source"> & { readonly event: EventDetail }) {
  const said = words().evidence;
  return (
    <>
      {event.row.parent && <section><h3>{said.parent}</h3><p><ToEvent source={source} id={event.row.parent} /></p></section>}
      {event.content.length > 0 && <section><h3>{said.content}</h3><ul>{event.content.map((id) => <li key={id}><ToEvent source={source} id={id} /></li>)}</ul></section>}
    </>
  );
}

function Addresses({ source, id }: { readonly source: ViewProps["source"]; readonly id: string }) {
  const said = words();
  const here = `#event=${encodeURIComponent(id)}`;
  const copy = (event: Event) => {
    event.preventDefault();
    void navigator.clipboard?.writeText(new URL(here, location.href).href).then(() => { told.value = { key: "copied" }; });
  };
  return (
    <p class="addresses">
      <a href={here} onClick={copy}>{said.evidence.address}</a>
      {!source.desk && <> · <a href={`events/${encodeURIComponent(id)}.json`}>{said.evidence.data}</a></>} · <span class="soft">{said.evidence.number}:</span> <code class="soft">{id}</code>
    </p>
  );
}
