/** What services could not process, by topic and reason and one by one, the newest first; and another try for it. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {button, cell, find, row} from './element.js';
import {list} from './list.js';
import {moment, number, say} from './words.js';

let mayReplay = false;
/** The replay that runs, or the last that did. */
let job;
let watching;
let chosen;

const nameOf = ({position, service, topic, reason}) => position ?? `${service}, ${topic}, ${reason}`;

const choose = (asked) => {
  chosen = asked;
  find('#replay-title').textContent = say('replayTitle', {what: nameOf(asked)});
  find('#replay-error').textContent = '';
  find('#replay-reference').value = '';
  find('#replay').showModal();
};

const act = (replayable, word, asked) =>
  !replayable ? cell(say('elsewhere')) : cell(...(mayReplay ? [button(say(word), () => choose(asked), `${say(word)}: ${nameOf(asked)}`)] : []));

const kindRow = ({service, topic, reason, count, replayable}) =>
  row(topic, reason, service, number(count), act(replayable, 'replayAll', {service, topic, reason}));

const letterRow = ({position, service, reason, detail, failedAt, replayable}) =>
  row(position, moment(failedAt), reason, service, detail, act(replayable, 'replay', {position}));

export const draw = () => {
  const pages = letters.pages();
  const all = pages.flatMap((page) => page.letters);
  find('#letter-kinds').hidden = !all.length;
  find('#letters').hidden = !all.length;
  find('#letter-kinds tbody').replaceChildren(...(pages[0]?.kinds ?? []).map(kindRow));
  find('#letters tbody').replaceChildren(...all.map(letterRow));
  find('#letters-state').textContent = letters.says(all, 'noLetters');
  drawJob();
  find('#letters-older').hidden = !pages.length || pages[0].complete || !!pages.at(-1).next;
};

const drawJob = () => {
  const isRunning = job?.state === 'running';
  find('#letters-job').hidden = !isRunning;
  if (isRunning) {
    find('#letters-job-says').textContent = say('replayRuns', job);
    find('#letters-progress').max = job.of;
    find('#letters-progress').value = job.done;
    find('#letters-stop').hidden = !mayReplay;
  }
};

/** It goes on whoever looks, and was perhaps begun by somebody else. */
const watch = async () => {
  clearTimeout(watching);
  const ran = job?.state === 'running';
  const answer = await ask('/api/replays').catch(() => ({}));
  job = answer.ok ? await answer.json() : job;
  drawJob();
  if (ran && job.state !== 'running') {
    find('#letters-done').textContent = `${say('replayDone', job)} ${job.state === 'done' ? '' : say(`replay:${job.state}`, job)}`;
  } else if (job?.state === 'running' && !find('#view-letters').hidden) {
    watching = setTimeout(watch, 1000);
  }
};

const letters = list({view: 'letters', path: '/api/dead-letters', draw, within: '#view-letters', whole: false, heard: () => watch()});

export const forget = () => {
  clearTimeout(watching);
  job = undefined;
  drawJob();
  letters.forget();
};

/** @param may whether whoever looks may replay */
export const show = (may) => {
  mayReplay = may;
  forget();
  find('#letters-done').textContent = '';
  letters.show();
};

find('#letters-stop').addEventListener('click', async () => {
  const answer = await ask('/api/replays', {method: 'DELETE'}).catch(() => undefined);
  if (answer?.status >= 500 || !answer) {
    find('#letters-done').textContent = answer ? await wrong(answer) : say('unreachable');
  }
  find('#main').focus();
});

find('#replay-cancel').addEventListener('click', () => find('#replay').close());

find('#replay form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const error = find('#replay-error');
  const go = find('#replay-go');
  error.textContent = '';
  go.disabled = true;
  try {
    const reference = find('#replay-reference').value.trim();
    const answer = await ask('/api/replays', {method: 'POST', body: {...chosen, ...(reference && {reference})}});
    if (answer.ok) {
      const told = await answer.json();
      find('#replay').close();
      find('#main').focus();
      if (answer.status === 202) {
        find('#letters-done').textContent = '';
        job = told;
        watch();
      } else {
        find('#letters-done').textContent = say('replayDone', {what: nameOf(chosen), ...told});
      }
    } else {
      error.textContent = await wrong(answer);
    }
  } catch {
    error.textContent = say('unreachable');
  }
  go.disabled = false;
});
