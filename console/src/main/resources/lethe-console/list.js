/** A list that is asked for page by page, and looked at again as long as somebody has it before them. */
import {ask} from './ask.js';
import {find} from './element.js';
import {say} from './words.js';

const SOON = 1500;

/**
 * @param view where it is seen
 * @param name whose list it is; that of the view, if there is no other
 * @param path where it is asked for
 * @param draw draws it
 * @param by the name of the question for the page behind
 * @param asked() what else is asked for
 * @param within in what a button that somebody is about to press stays
 * @param whole whether all pages that were looked at are looked at anew, or the newest, unless somebody reads further down
 * @param heard() is told of a list that is new
 * @param every milliseconds between two looks
 */
export const list = ({view, name = view, path, draw, by = 'after', asked = () => ({}), within, whole = true, heard = () => undefined, every = 10000}) => {
  let pages = [];
  let failed = false;
  let timer;
  let visit = 0;
  const more = find(`#${name}-more`);

  const page = async (after) => {
    const question = new URLSearchParams(Object.entries({...asked(), [by]: after}).filter(([, value]) => value));
    const answer = await ask(`${path}${`${question}` && `?${question}`}`);
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }
    return answer.json();
  };

  const refresh = async () => {
    const mine = visit;
    clearTimeout(timer);
    try {
      if (whole || pages.length < 2) {
        const fresh = [await page()];
        while (fresh.length < pages.length && fresh.at(-1).next) {
          fresh.push(await page(fresh.at(-1).next));
        }
        if (mine !== visit) {
          return;
        }
        pages = fresh;
        heard();
      }
      failed = false;
    } catch {
      failed = true;
    }
    if (!find(`#view-${view}`).hidden) {
      if (!within || !find(within).contains(document.activeElement)) {
        draw();
      }
      timer = setTimeout(refresh, every);
    }
  };

  more?.addEventListener('click', async () => {
    try {
      pages.push(await page(pages.at(-1).next));
    } catch {
      failed = true;
    }
    draw();
  });

  return {
    refresh,
    pages: () => pages,
    /** What there is to say of it, and whether there is more. */
    says: (rows, nothing, notCounted) => {
      const last = pages.at(-1);
      if (more) {
        more.hidden = !last?.next;
      }
      if (failed || !last) {
        return say(failed ? 'unreachable' : 'loading');
      }
      return notCounted && last.complete === false ? say(notCounted) : rows.length || last.next ? '' : say(nothing);
    },
    /** Shows it as it is known, and looks. */
    show: () => {
      draw();
      refresh();
    },
    /** Looks again once what was decided has taken its way. */
    soon: () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, SOON);
    },
    /** What was asked for before is not taken up by whoever comes next. */
    forget: () => {
      visit += 1;
      clearTimeout(timer);
      pages = [];
    },
  };
};
