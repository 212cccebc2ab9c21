/** The dialog in which somebody decides, with a reason. Under one id, however often it is sent. */
import {find} from './element.js';
import {say} from './words.js';

let chosen;

/** @param asked title, help, send(body) that gives the answer, taken() for when the pipeline has it */
export const decide = (asked) => {
  chosen = {...asked, eventId: crypto.randomUUID()};
  find('#decide-title').textContent = asked.title;
  find('#decide-help').textContent = asked.help;
  find('#decide-error').textContent = '';
  find('#reason').value = '';
  find('#decide').showModal();
};

/** What a problem document says is wrong. */
export const wrong = async (answer) => {
  const problem = await answer.json().catch(() => ({}));
  return (problem.errors ?? []).map(({pointer, detail}) => `${pointer} ${detail}`.trim()).join('; ') || problem.detail || say('unreachable');
};

find('#decide-cancel').addEventListener('click', () => find('#decide').close());

find('#decide form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const {send, taken, eventId} = chosen;
  const error = find('#decide-error');
  error.textContent = '';
  try {
    const answer = await send({eventId, reason: find('#reason').value.trim()});
    if (answer.ok) {
      find('#decide').close();
      taken();
    } else {
      error.textContent = await wrong(answer);
    }
  } catch {
    error.textContent = say('unreachable');
  }
});
