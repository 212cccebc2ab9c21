/** Hands out what is stored of a person, as a file whose name says nothing of them. */
import {ask} from './ask.js';
import {wrong} from './decide.js';
import {element} from './element.js';
import {say} from './words.js';

/** @return what there is to say of it */
export const handOut = async (body) => {
  try {
    const answer = await ask('/api/export', {method: 'POST', body});
    if (!answer.ok) {
      return answer.status === 404 ? say('neverSeen') : await wrong(answer);
    }
    const text = await answer.text();
    const link = element('a', '');
    link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
    link.download = `lethe-${body.right}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    return say(JSON.parse(text).complete === false ? 'exportedInPart' : 'exported', {file: link.download});
  } catch {
    return say('unreachable');
  }
};
