import {RIGHTS} from './rights-words.js';

/** What the page says, in English and French. A member's name is what it is for; both languages have all of them. */
export const WORDS = {
  en: {
    language: 'Français', languageOf: 'fr', skip: 'Skip to the content', views: 'Views', leave: 'Leave', enter: 'Come in', token: 'Token',
    tokenHelp: 'Whoever runs this installation gave it to you. It is not kept in this browser.', comeIn: 'Come in',
    refused: 'This token opens nothing, or no longer.', unreachable: 'The console does not answer. Try again in a moment.',
    flow: 'Flow', live: 'Live: {time}', waiting: 'Not connected. Trying again…', concerns: 'What has to stay small', deadLetters: 'Dead letters',
    noDeadLetters: 'None since the services started.', service: 'Service', reason: 'Reason', count: 'Count', perSecond: '{rate} a second', total: '{total} in all',
    lag: 'Waits unread', records: '{count} records', seconds: '{count} s', ready: 'works', 'not-ready': 'cannot work', away: 'does not answer',
    events: 'Events taken in', refusedRequests: 'Requests refused', 'consent-changes': 'Changes of consent', rights: 'Rights requests, each state',
    orders: 'Erasures ordered', commands: 'Deletion commands', answers: 'Answers of recipients', certificates: 'Certificates',
    'expiry-lag': 'Oldest deadline that has not fired', 'erasures-held': 'Erasures that wait for a decision', 'forgetting-lag': 'Longest an erased person is not yet forgotten here',
    erasures: 'Erasures', erasuresTitle: 'Erasures that need a person', escalations: 'Oldest first', order: 'Order', system: 'System', since: 'Since', due: 'Due',
    decision: 'Decision', more: 'Show more', wholeOrder: 'the whole order', loading: 'Loading…', nothingWaits: 'Nothing waits for a person.',
    notCounted: 'An older ledger is still being looked through.', retry: 'Retry', waive: 'Waive', close: 'Close', why: 'Why? It is kept with the decision, and with your name.',
    retryHelp: 'The command is given to the system once more.', waiveHelp: 'The system is not waited for any longer; the certificate says so.',
    closeHelp: 'It was done by hand, outside of Lethe; the certificate says so.', decide: 'Decide', cancel: 'Cancel', decided: 'Decided: {decision}',
    decisionTaken: 'Decided: {decision} ({what}).',
    as: '{name} ({roles})', viewer: 'viewer', operator: 'operator', dpo: 'data protection officer', auditor: 'auditor',
    ...RIGHTS.en,
  },
  fr: {
    language: 'English', languageOf: 'en', skip: 'Aller au contenu', views: 'Vues', leave: 'Quitter', enter: 'Entrer', token: 'Jeton',
    tokenHelp: 'Remis par la personne qui exploite cette installation. Il n’est pas conservé dans ce navigateur.', comeIn: 'Entrer',
    refused: 'Ce jeton n’ouvre rien, ou plus rien.', unreachable: 'La console ne répond pas. Réessayez dans un instant.',
    flow: 'Flux', live: 'En direct : {time}', waiting: 'Déconnecté. Nouvelle tentative…', concerns: 'Ce qui doit rester faible', deadLetters: 'Messages rejetés',
    noDeadLetters: 'Aucun depuis le démarrage des services.', service: 'Service', reason: 'Motif', count: 'Nombre', perSecond: '{rate} par seconde', total: '{total} au total',
    lag: 'En attente de lecture', records: '{count} enregistrements', seconds: '{count} s', ready: 'fonctionne', 'not-ready': 'ne peut pas fonctionner', away: 'ne répond pas',
    events: 'Événements reçus', refusedRequests: 'Requêtes refusées', 'consent-changes': 'Changements de consentement', rights: 'Demandes d’exercice de droits, à chaque état',
    orders: 'Effacements ordonnés', commands: 'Ordres de suppression', answers: 'Réponses des destinataires', certificates: 'Certificats',
    'expiry-lag': 'Plus ancienne échéance non traitée', 'erasures-held': 'Effacements en attente d’une décision', 'forgetting-lag': 'Plus long délai d’oubli en cours ici',
    erasures: 'Effacements', erasuresTitle: 'Effacements qui demandent une personne', escalations: 'Du plus ancien au plus récent', order: 'Ordre', system: 'Système', since: 'Depuis', due: 'Échéance',
    decision: 'Décision', more: 'Afficher la suite', wholeOrder: 'l’ordre entier', loading: 'Chargement…', nothingWaits: 'Rien n’attend de décision.',
    notCounted: 'Un ancien registre est encore en cours de lecture.', retry: 'Réessayer', waive: 'Renoncer', close: 'Clore', why: 'Pourquoi ? Le motif est conservé avec la décision et votre nom.',
    retryHelp: 'L’ordre de suppression est redonné au système.', waiveHelp: 'Le système n’est plus attendu ; le certificat le dit.',
    closeHelp: 'Cela a été fait à la main, hors de Lethe ; le certificat le dit.', decide: 'Décider', cancel: 'Annuler', decided: 'Décidé : {decision}',
    decisionTaken: 'Décidé : {decision} ({what}).',
    as: '{name} ({roles})', viewer: 'lecture', operator: 'exploitation', dpo: 'délégué à la protection des données', auditor: 'audit',
    ...RIGHTS.fr,
  },
};

const KEPT = 'lethe-console.language';

const first = () => {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
};

export let language = WORDS[first()] ? first() : /^fr/i.test(navigator.language) ? 'fr' : 'en';

export const speak = (other) => {
  language = other;
  try {
    localStorage.setItem(KEPT, other);
  } catch {
    // A browser that keeps nothing asks again.
  }
};

/** The words, with what stands in braces filled in. */
export const say = (word, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), WORDS[language][word] ?? word);

export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language, {maximumFractionDigits: digits}).format(value);

/** As late as the services say it is where the policy applies, wherever the reader is: the last minute of a day stays in that day. */
export const moment = (instant) => {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(instant) ?? [null, '+', 0, 0];
  const there = Date.parse(instant) + `${sign}1` * (60 * hours + +minutes) * 60000;
  return new Intl.DateTimeFormat(language, {dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC'}).format(new Date(there));
};

export const time = (instant) => new Intl.DateTimeFormat(language, {timeStyle: 'medium'}).format(new Date(instant));
