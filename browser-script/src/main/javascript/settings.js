/** What the page says of itself: attributes of the script's own tag, or `lethe('init', {…})`. */

const tag = document.currentScript;

/**
 * url: where the front door is; key: the front-end's write key; source: the site's name in events; banner: which banner libraries to
 * listen to; noticeId, language, policyVersion: what a statement's proof says where the caller does not.
 */
export const settings = Object.assign({url: tag ? new URL(tag.src).origin : ''}, tag && tag.dataset);
