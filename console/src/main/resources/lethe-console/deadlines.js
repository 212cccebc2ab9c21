/** What falls due, by month and kind, and for how long the oldest of it has waited. Figures alone: nobody is in them. */
import {cell, find, head, row} from './element.js';
import * as flow from './flow.js';
import {list} from './list.js';
import {language, number, say} from './words.js';

const KINDS = ['consent-expiry', 'consent-invalidation', 'retention-lapse', 'erasure', 'requested-erasure', 'right-at-risk', 'right-overdue', 'right-expiry'];

const nameOf = (month) => new Intl.DateTimeFormat(language, {month: 'long', year: 'numeric', timeZone: 'UTC'}).format(Date.parse(`${month}-01`));

const countOf = (counts, kind) => counts.find((one) => one.kind === kind)?.count ?? 0;

const rowOf = ({name, counts}, kinds) => row(name, ...kinds.map((kind) => cell(number(countOf(counts, kind)))));

/** How long the oldest has waited is told with the picture of the pipeline, live. */
export const hear = () => find('#deadlines-lag').replaceChildren(...flow.concernOf('expiry-lag'));

export const draw = () => {
  const {earlier = [], months = [], later = []} = told.pages()[0] ?? {};
  const rows = [
    ...(earlier.length ? [{name: say('dueBefore'), counts: earlier}] : []),
    ...months.map(({month, counts}) => ({name: nameOf(month), counts})),
    ...(later.length ? [{name: say('dueLater'), counts: later}] : []),
  ];
  const kinds = KINDS.filter((kind) => rows.some(({counts}) => countOf(counts, kind)));
  find('#deadlines-list').hidden = !kinds.length;
  find('#deadlines-list thead tr').replaceChildren(head(say('month')), ...kinds.map((kind) => head(say(`due:${kind}`))));
  find('#deadlines-list tbody').replaceChildren(...rows.map((one) => rowOf(one, kinds)));
  find('#deadlines-says').textContent = told.says(kinds, 'nothingDue', 'deadlinesNotCounted');
  hear();
};

const told = list({view: 'deadlines', path: '/api/deadline-counts', draw});

export const {forget, show} = told;
