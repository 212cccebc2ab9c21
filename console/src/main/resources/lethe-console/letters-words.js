/** What the view of dead letters says, in English and French. */
export const LETTERS = {
  en: {
    lettersTitle: 'What could not be processed', lettersHelp: 'A letter points at a record and holds nothing of it. A replay gives the record another try where it was; who could process it sees a repeat, which changes nothing. Mend the cause first.',
    lettersByKind: 'By topic and reason, of the newest', topic: 'Topic', position: 'Record', detail: 'Detail', replay: 'Replay', replayAll: 'Replay all', noLetters: 'No dead letters.', elsewhere: 'command line only',
    olderLetters: 'There are older ones: ./lethe dead-letters lists all.', replayTitle: 'Replay: {what}', replayDone: '{what}: {replayed} replayed, {gone} no longer there, {repeat} left out as repeats of others.',
    'did:replay-dead-letters': 'replays dead letters',
  },
  fr: {
    lettersTitle: 'Ce qui n’a pas pu être traité', lettersHelp: 'Un message rejeté désigne un enregistrement et n’en contient rien. Un rejeu lui donne une nouvelle chance, là où il était ; qui a pu le traiter voit une répétition, sans effet. Corrigez d’abord la cause.',
    lettersByKind: 'Par topic et motif, parmi les plus récents', topic: 'Topic', position: 'Enregistrement', detail: 'Détail', replay: 'Rejouer', replayAll: 'Tout rejouer', noLetters: 'Aucun message rejeté.', elsewhere: 'en ligne de commande',
    olderLetters: 'Il y en a de plus anciens : ./lethe dead-letters les liste tous.', replayTitle: 'Rejouer : {what}', replayDone: '{what} : {replayed} rejoués, {gone} disparus, {repeat} omis car répétitions d’autres.',
    'did:replay-dead-letters': 'rejoue des messages rejetés',
  },
};
