/** The picture of the pipeline: what goes through each service, how far it is behind, and what it could not read. */
import {element} from './element.js';
import {number, say, time} from './words.js';

const WORD_OF_STEP = {refused: 'refusedRequests'};

/** Behind by more than this is worth a look. */
const LONG_SECONDS = 30;

let last;

const entry = (list, term, text, className) => list.append(element('dt', term), element('dd', text, className));

const card = (service, steps) => {
  const item = document.createElement('li');
  const figures = document.createElement('dl');
  steps.forEach(({id, total, perSecond}) => {
    const rate = perSecond === undefined ? '' : `${say('perSecond', {rate: number(perSecond, 1)})}, `;
    entry(figures, say(WORD_OF_STEP[id] ?? id), rate + say('total', {total: number(total)}));
  });
  if (service.lagRecords !== undefined) {
    const waits = `${say('records', {count: number(service.lagRecords)})}, ${say('seconds', {count: number(service.lagSeconds ?? 0, 1)})}`;
    entry(figures, say('lag'), waits, service.lagSeconds > LONG_SECONDS ? 'bad' : '');
  }
  item.append(element('h2', service.name), element('p', say(service.state), `state ${service.state}`), figures);
  return item;
};

const concern = ({id, value}) => {
  const text = /-(lag|time)$/.test(id) ? say('seconds', {count: number(value)}) : number(value);
  return [element('dt', say(id)), element('dd', text, !id.endsWith('-time') && value > (id.endsWith('-lag') ? LONG_SECONDS : 0) ? 'bad' : '')];
};

/** A figure that has to stay small, as it was told last; nothing where nobody tells it. */
export const concernOf = (id) => (last?.concerns ?? []).filter((one) => one.id === id).flatMap(concern);

/** Draws what was told last; with another language, once more. */
export const draw = (flow = last) => {
  last = flow;
  if (!flow) {
    return;
  }
  document.querySelector('#live').textContent = say('live', {time: time(flow.at)});
  document
    .querySelector('#picture')
    .replaceChildren(...flow.services.map((service) => card(service, flow.steps.filter((step) => step.service === service.name))));
  document.querySelector('#concerns').replaceChildren(...flow.concerns.flatMap(concern));
  const rows = flow.services.flatMap(({name, deadLetters}) =>
    Object.entries(deadLetters).flatMap(([topic, reasons]) =>
      Object.entries(reasons).map(([reason, count]) => {
        const row = document.createElement('tr');
        row.append(element('td', name), element('td', topic), element('td', reason), element('td', number(count)));
        return row;
      })
    )
  );
  document.querySelector('#dead-letters').hidden = !rows.length;
  document.querySelector('#no-dead-letters').hidden = rows.length > 0;
  document.querySelector('#dead-letters tbody').replaceChildren(...rows);
};

export const forget = () => {
  last = undefined;
};
