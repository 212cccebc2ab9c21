import {CONSENTS} from './consents-words.js';
import {DEADLINES} from './deadlines-words.js';
import {LETTERS} from './letters-words.js';
import {RIGHTS} from './rights-words.js';

/** What the page says, in English and French. A member's name is what it is for; both languages have all of them. */
export const WORDS = {
  en: {
    language: 'Français', languageOf: 'fr', skip: 'Skip to the content', views: 'Views', leave: 'Leave', enter: 'Come in', token: 'Token',
    tokenHelp: 'Whoever runs this installation gave it to you. It is not kept in this browser.', comeIn: 'Come in',
    signIn: 'Sign in with {provider}', orToken: 'Or with a token:', left: 'You have left the console. {provider} may still know you in this browser.', leaveThere: 'Sign out there too',
    'sign-in-denied': 'You were not signed in: it was refused there, or broken off.', 'sign-in-away': 'The sign-in service does not answer. Try again in a moment; a token opens the console meanwhile.',
    'sign-in-busy': 'Too many people sign in at this moment. Try again.', 'sign-in-stale': 'This sign-in took too long, or began in another window. Start again.',
    'sign-in-refused': 'The sign-in service gave an answer that cannot be trusted. Tell whoever runs this installation.', 'sign-in-nameless': 'The sign-in service does not say who you are. Tell whoever runs this installation.',
    'sign-in-roleless': 'You are signed in, but nothing here is open to you. Ask whoever runs this installation.',
    badToken: 'This token opens nothing, or no longer.', unreachable: 'The console does not answer. Try again in a moment.',
    flow: 'Flow', live: 'Live: {time}', waiting: 'Not connected. Trying again…', concerns: 'What has to stay small', deadLetters: 'Dead letters',
    noDeadLetters: 'None since the services started.', service: 'Service', reason: 'Reason', count: 'Count', perSecond: '{rate} a second', total: '{total} in all',
    lag: 'Waits unread', records: '{count} records', seconds: '{count} s', ready: 'works', 'not-ready': 'cannot work', away: 'does not answer',
    events: 'Events taken in', refusedRequests: 'Requests refused', 'consent-changes': 'Changes of consent', rights: 'Rights requests, each state',
    orders: 'Erasures ordered', commands: 'Deletion commands', answers: 'Answers of recipients', certificates: 'Certificates',
    'erasures-waiting': 'Deletions that wait for a person', 'expiry-lag': 'Oldest deadline that has not fired', 'erasures-held': 'Erasures that wait for a decision', 'forgetting-lag': 'Longest an erased person is not yet forgotten here',
    erasures: 'Erasures', erasuresTitle: 'Erasures that need a person', escalations: 'Oldest first', order: 'Order', system: 'System', since: 'Since', due: 'Due',
    decision: 'Decision', more: 'Show more', wholeOrder: 'the whole order', loading: 'Loading…', nothingWaits: 'Nothing waits for a person.',
    notCounted: 'An older ledger is still being looked through.', retry: 'Retry', waive: 'Waive', close: 'Close', why: 'Why? It is kept with the decision, and with your name.',
    retryHelp: 'The command is given to the system once more.', waiveHelp: 'The system is not waited for any longer; the certificate says so.',
    closeHelp: 'It was done by hand, outside of Lethe; the certificate says so.', decide: 'Decide', cancel: 'Cancel', decided: 'Decided: {decision}',
    decisionTaken: 'Decided: {decision} ({what}).',
    waves: 'Waves', wavesTitle: 'Waves of erasures', wavesHelp: 'More people fell silent at once than the policy lets go without a look. They wait here until somebody decides.', byPartition: 'By partition',
    partition: 'Partition', held: 'Waiting', limit: 'Limit', limitOf: '{limit}: {allowed}', number: 'number', share: 'share', noneYet: 'none yet', notKnown: 'not known', nothingHeld: 'No erasure waits.',
    heldInAll: '{held} erasures wait', approve: 'Approve', drop: 'Drop', approveHelp: 'These people are erased everywhere, for good.', dropHelp: 'Nobody is erased: each gets a whole grace period more.',
    lastDecision: 'Last decision: {decision}, by {by}, {at}.',
    subject: 'Subject', subjectTitle: 'Look at a subject', lookHelp: 'Each look is on record: who looked, at whom, and why.', lookBy: 'Known by', email: 'E-mail address', customerId: 'Customer id',
    visitorId: 'Visitor id', subjectId: 'Subject id', lookFor: 'Identifier', lookWhy: 'Why', lookReference: 'Reference (optional, no name)', look: 'Look', 'why-request': 'a request of this person',
    'why-complaint': 'a complaint', 'why-claim': 'a legal claim', 'why-authority': 'a supervisory authority asks', 'why-fault': 'a fault', 'why-audit': 'an audit', neverSeen: 'The pipeline has never seen this subject.',
    export: 'Export', exportAccess: 'Export for access', exportPortability: 'Export for portability', exported: 'All of it is in {file}. It is for this person alone.',
    exportedInPart: 'Not all of it is in {file}: leftOut in it says what is not, and why.',
    kindUnknown: 'Subject', contact: 'Contact', visitor: 'Device', 'subject-active': 'active', 'subject-lapsed': 'lapsed, in the grace period', 'subject-erasing': 'being erased', 'subject-erased': 'erased', pair: '{one}: {other}',
    lastInteraction: 'Last interaction', never: 'none', keptUntil: 'Kept until', noEnd: 'no end', restriction: 'Processing restricted', yes: 'yes', no: 'no', nextTitle: 'What comes next',
    nothingNext: 'Nothing is due.', parked: 'A hold or a restriction stands: nothing is erased until it is released.', holds: 'Holds and restrictions', hold: 'Hold', by: 'By', holdId: 'Id of a hold',
    place: 'Place a hold', release: 'Release', placeHelp: 'Nothing of this person, or of who is linked, is erased until the hold is released.', releaseHelp: 'What waited for this hold goes on by itself.',
    placed: 'Hold placed', released: 'Hold released', holdTaken: '{decision}: {hold}. It takes its way through the pipeline; look again to see it.', consents: 'Consents', purpose: 'Purpose', status: 'Status', until: 'Until',
    requests: 'Requests', 'state:fulfilled': 'fulfilled', 'state:refused': 'refused', 'state:withdrawn': 'withdrawn', 'state:expired': 'expired', linked: 'Linked subjects', timeLine: 'Time line', answerDue: 'Answer due', 'consent-expiry': 'a consent ends', 'consent-invalidation': 'a consent ends, its purpose changed',
    'retention-lapse': 'the retention period ends', erasure: 'erasure', 'requested-erasure': 'the erasure that was asked for waits no more',
    waitsFor: 'The erasure that was asked for waits for request {what}, until {time} at most.', 'right-at-risk': 'a request is about to be late', 'right-overdue': 'a request is late', 'right-expiry': 'a request expires without proof',
    given: 'given', refused: 'refused', renewed: 'renewed', withdrawn: 'withdrawn', expired: 'expired', invalidated: 'invalidated', objected: 'objected', unknown: 'unknown',
    holdsView: 'Holds', holdsHelp: 'Nothing of these subjects, or of who is linked with them, is erased. Each hold is listed with the subject it was placed on.', nothingHeldBack: 'No hold stands.', holdListed: '{decision}: {hold}. It takes its way through the pipeline.',
    auditView: 'Audit', auditTitle: 'Who looked, and who acted', auditHelp: 'All that was looked at and done through this console, for 400 days. An act has two lines: that it was asked for, and how it ended.', newestFirst: 'Newest first',
    nobodyLooked: 'Nobody has looked at anybody, or done anything, through this console.', whenUtc: 'When (UTC)', who: 'Who', act: 'Act', outcome: 'Outcome', on: 'On',
    'did:look-at-subject': 'looked at a subject', 'did:place-hold': 'places a hold', 'did:release-hold': 'releases a hold', 'did:retry-erasure': 'retries an erasure', 'did:waive-erasure': 'waives an erasure', 'did:close-erasure': 'closes an erasure',
    'did:approve-waves': 'approves waves', 'did:drop-waves': 'drops waves', 'did:start-request': 'begins a request', 'did:ask-for-proof': 'asks for a proof', 'did:extend-request': 'extends a request', 'did:fulfil-request': 'answers a request',
    'did:refuse-request': 'refuses a request', 'did:withdraw-request': 'withdraws a request', 'did:answer-for-system': 'notes what a system has', 'did:export-subject': 'hands out what is stored of a subject', 'came:asked': 'asked for', 'came:done': 'done', 'came:not-found': 'nobody found', 'came:refused': 'refused', 'came:unanswered': 'not answered',
    as: '{name} ({roles})', viewer: 'viewer', operator: 'operator', dpo: 'data protection officer', auditor: 'auditor',
    ...RIGHTS.en,
    ...CONSENTS.en,
    ...DEADLINES.en,
    ...LETTERS.en,
  },
  fr: {
    language: 'English', languageOf: 'en', skip: 'Aller au contenu', views: 'Vues', leave: 'Quitter', enter: 'Entrer', token: 'Jeton',
    tokenHelp: 'Remis par la personne qui exploite cette installation. Il n’est pas conservé dans ce navigateur.', comeIn: 'Entrer',
    signIn: 'Se connecter avec {provider}', orToken: 'Ou avec un jeton :', left: 'Vous avez quitté la console. {provider} vous connaît peut-être encore dans ce navigateur.', leaveThere: 'S’y déconnecter aussi',
    'sign-in-denied': 'Vous n’êtes pas connecté : refusé là-bas, ou interrompu.', 'sign-in-away': 'Le service de connexion ne répond pas. Réessayez dans un instant ; un jeton ouvre la console en attendant.',
    'sign-in-busy': 'Trop de personnes se connectent en ce moment. Réessayez.', 'sign-in-stale': 'Cette connexion a pris trop de temps, ou a commencé dans une autre fenêtre. Recommencez.',
    'sign-in-refused': 'Le service de connexion a donné une réponse qui n’est pas digne de foi. Prévenez la personne qui exploite cette installation.', 'sign-in-nameless': 'Le service de connexion ne dit pas qui vous êtes. Prévenez la personne qui exploite cette installation.',
    'sign-in-roleless': 'Vous êtes connecté, mais rien ne vous est ouvert ici. Adressez-vous à la personne qui exploite cette installation.',
    badToken: 'Ce jeton n’ouvre rien, ou plus rien.', unreachable: 'La console ne répond pas. Réessayez dans un instant.',
    flow: 'Flux', live: 'En direct : {time}', waiting: 'Déconnecté. Nouvelle tentative…', concerns: 'Ce qui doit rester faible', deadLetters: 'Messages rejetés',
    noDeadLetters: 'Aucun depuis le démarrage des services.', service: 'Service', reason: 'Motif', count: 'Nombre', perSecond: '{rate} par seconde', total: '{total} au total',
    lag: 'En attente de lecture', records: '{count} enregistrements', seconds: '{count} s', ready: 'fonctionne', 'not-ready': 'ne peut pas fonctionner', away: 'ne répond pas',
    events: 'Événements reçus', refusedRequests: 'Requêtes refusées', 'consent-changes': 'Changements de consentement', rights: 'Demandes d’exercice de droits, à chaque état',
    orders: 'Effacements ordonnés', commands: 'Ordres de suppression', answers: 'Réponses des destinataires', certificates: 'Certificats',
    'erasures-waiting': 'Suppressions qui demandent une personne', 'expiry-lag': 'Plus ancienne échéance non traitée', 'erasures-held': 'Effacements en attente d’une décision', 'forgetting-lag': 'Plus long délai d’oubli en cours ici',
    erasures: 'Effacements', erasuresTitle: 'Effacements qui demandent une personne', escalations: 'Du plus ancien au plus récent', order: 'Ordre', system: 'Système', since: 'Depuis', due: 'Échéance',
    decision: 'Décision', more: 'Afficher la suite', wholeOrder: 'l’ordre entier', loading: 'Chargement…', nothingWaits: 'Rien n’attend de décision.',
    notCounted: 'Un ancien registre est encore en cours de lecture.', retry: 'Réessayer', waive: 'Renoncer', close: 'Clore', why: 'Pourquoi ? Le motif est conservé avec la décision et votre nom.',
    retryHelp: 'L’ordre de suppression est redonné au système.', waiveHelp: 'Le système n’est plus attendu ; le certificat le dit.',
    closeHelp: 'Cela a été fait à la main, hors de Lethe ; le certificat le dit.', decide: 'Décider', cancel: 'Annuler', decided: 'Décidé : {decision}',
    decisionTaken: 'Décidé : {decision} ({what}).',
    waves: 'Vagues', wavesTitle: 'Vagues d’effacements', wavesHelp: 'Plus de personnes sont devenues inactives à la fois que la politique n’en laisse partir sans contrôle. Elles attendent ici une décision.', byPartition: 'Par partition',
    partition: 'Partition', held: 'En attente', limit: 'Limite', limitOf: '{limit} : {allowed}', number: 'nombre', share: 'part', noneYet: 'aucune', notKnown: 'inconnu', nothingHeld: 'Aucun effacement n’attend.',
    heldInAll: '{held} effacements en attente', approve: 'Approuver', drop: 'Abandonner', approveHelp: 'Ces personnes sont effacées partout, définitivement.', dropHelp: 'Personne n’est effacé : chacun reçoit un délai de grâce entier de plus.',
    lastDecision: 'Dernière décision : {decision}, par {by}, {at}.',
    subject: 'Personne', subjectTitle: 'Consulter une personne', lookHelp: 'Chaque consultation est enregistrée : qui, sur qui et pourquoi.', lookBy: 'Connue par', email: 'Adresse électronique', customerId: 'Identifiant client',
    visitorId: 'Identifiant visiteur', subjectId: 'Pseudonyme', lookFor: 'Identifiant', lookWhy: 'Motif', lookReference: 'Référence (facultative, sans nom)', look: 'Consulter', 'why-request': 'une demande de cette personne',
    'why-complaint': 'une réclamation', 'why-claim': 'un litige', 'why-authority': 'une autorité de contrôle le demande', 'why-fault': 'une anomalie', 'why-audit': 'un audit', neverSeen: 'Cette personne est inconnue de Lethe.',
    export: 'Exporter', exportAccess: 'Exporter pour l’accès', exportPortability: 'Exporter pour la portabilité', exported: 'Tout est dans {file}. Ce fichier est pour cette personne seule.',
    exportedInPart: 'Tout n’est pas dans {file} : leftOut y dit ce qui manque, et pourquoi.',
    kindUnknown: 'Personne', contact: 'Contact', visitor: 'Appareil', 'subject-active': 'en activité', 'subject-lapsed': 'en délai de grâce', 'subject-erasing': 'effacement en cours', 'subject-erased': 'données effacées', pair: '{one} : {other}',
    lastInteraction: 'Dernière interaction', never: 'aucune', keptUntil: 'Conservation jusqu’au', noEnd: 'sans terme', restriction: 'Traitement limité', yes: 'oui', no: 'non', nextTitle: 'Prochaines échéances',
    nothingNext: 'Aucune échéance.', parked: 'Un gel ou une limitation est en place : rien n’est effacé avant sa levée.', holds: 'Gels et limitations', hold: 'Gel', by: 'Par', holdId: 'Identifiant d’un gel',
    place: 'Poser un gel', release: 'Lever', placeHelp: 'Rien de cette personne, ni de celles qui lui sont liées, n’est effacé avant la levée du gel.', releaseHelp: 'Ce qui attendait ce gel reprend de soi-même.',
    placed: 'Gel posé', released: 'Gel levé', holdTaken: '{decision} : {hold}. La décision suit son chemin ; consultez à nouveau pour la voir.', consents: 'Consentements', purpose: 'Finalité', status: 'État', until: 'Jusqu’au',
    requests: 'Demandes', 'state:fulfilled': 'satisfaite', 'state:refused': 'refusée', 'state:withdrawn': 'retirée', 'state:expired': 'expirée', linked: 'Personnes liées', timeLine: 'Chronologie', answerDue: 'Réponse due', 'consent-expiry': 'un consentement prend fin', 'consent-invalidation': 'un consentement prend fin, sa finalité a changé',
    'retention-lapse': 'la durée de conservation prend fin', erasure: 'effacement', 'requested-erasure': 'l’effacement demandé n’attend plus',
    waitsFor: 'L’effacement demandé attend la demande {what}, jusqu’au {time} au plus tard.', 'right-at-risk': 'une demande risque d’être en retard', 'right-overdue': 'une demande est en retard', 'right-expiry': 'une demande expire sans preuve',
    given: 'donné', refused: 'refusé', renewed: 'renouvelé', withdrawn: 'retiré', expired: 'expiré', invalidated: 'caduc', objected: 'opposition', unknown: 'inconnu',
    holdsView: 'Gels', holdsHelp: 'Rien de ces personnes, ni de celles qui leur sont liées, n’est effacé. Chaque gel figure avec la personne sur laquelle il a été posé.', nothingHeldBack: 'Aucun gel en place.', holdListed: '{decision} : {hold}. La décision suit son chemin.',
    auditView: 'Audit', auditTitle: 'Qui a consulté, qui a agi', auditHelp: 'Tout ce qui a été consulté et fait par cette console, pendant 400 jours. Un acte a deux lignes : sa demande et son issue.', newestFirst: 'Du plus récent au plus ancien',
    nobodyLooked: 'Personne n’a rien consulté ni fait par cette console.', whenUtc: 'Quand (UTC)', who: 'Qui', act: 'Acte', outcome: 'Issue', on: 'Sur',
    'did:look-at-subject': 'a consulté une personne', 'did:place-hold': 'pose un gel', 'did:release-hold': 'lève un gel', 'did:retry-erasure': 'réessaie un effacement', 'did:waive-erasure': 'renonce à un effacement', 'did:close-erasure': 'clôt un effacement',
    'did:approve-waves': 'approuve des vagues', 'did:drop-waves': 'abandonne des vagues', 'did:start-request': 'commence une demande', 'did:ask-for-proof': 'demande une preuve', 'did:extend-request': 'prolonge une demande', 'did:fulfil-request': 'répond à une demande',
    'did:refuse-request': 'refuse une demande', 'did:withdraw-request': 'retire une demande', 'did:answer-for-system': 'note ce qu’a un système', 'did:export-subject': 'exporte les données d’une personne', 'came:asked': 'demandé', 'came:done': 'fait', 'came:not-found': 'personne de connu', 'came:refused': 'refusé', 'came:unanswered': 'sans réponse',
    as: '{name} ({roles})', viewer: 'lecture', operator: 'exploitation', dpo: 'délégué à la protection des données', auditor: 'audit',
    ...RIGHTS.fr,
    ...CONSENTS.fr,
    ...DEADLINES.fr,
    ...LETTERS.fr,
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
