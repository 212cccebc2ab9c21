package io.lethe.certificate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What has been seen of one chain. Only sound certificates count for its order; where none has a number, an unsound one may. */
final class ChainHistory {

    private final String chain;
    private final Map<Long, String> hashes = new HashMap<>();
    private final Gaps gaps = new Gaps();

    /** Hashes that certificates must have by the word of those after them that came first. */
    private final Map<Long, String> wanted = new HashMap<>();

    private final NavigableMap<Long, String> noted = new TreeMap<>();
    private final List<ChainFinding> unsound = new ArrayList<>();
    private final List<ChainFinding> findings = new ArrayList<>();
    private ChainHead head;
    private long first;

    ChainHistory(String chain) {
        this.chain = chain;
        this.head = ChainHead.beforeTheFirst(chain);
    }

    void note(ChainHead head) {
        noted.put(head.sequence(), head.hash());
    }

    void add(Certificate certificate, String where) {
        long sequence = certificate.sequence();
        String known = hashes.get(sequence);
        if (known != null) {
            boolean same = known.equals(certificate.hash());
            findings.add(ChainFinding.at(
                    same ? ChainFinding.Kind.REPEATED : ChainFinding.Kind.INSERTED, certificate, where));
            return;
        }
        if (sequence > head.sequence()) {
            gaps.add(head.sequence() + 1, sequence - 1);
            head = certificate.head();
        } else {
            gaps.remove(sequence);
            findings.add(ChainFinding.at(ChainFinding.Kind.OUT_OF_ORDER, certificate, where));
        }
        first = hashes.isEmpty() ? sequence : Math.min(first, sequence);
        hashes.put(sequence, certificate.hash());
        link(certificate, where);
    }

    /** Each certificate is what the one after it names, whichever of them came first, and what was noted. */
    private void link(Certificate certificate, String where) {
        long before = certificate.sequence() - 1;
        String hash = before == 0 ? "" : hashes.get(before);
        if (hash == null) {
            wanted.put(before, certificate.previousHash());
        } else if (!hash.equals(certificate.previousHash())) {
            findings.add(ChainFinding.at(ChainFinding.Kind.REPLACED, certificate, where));
        }
        String byTheNext = wanted.remove(certificate.sequence());
        String byNote = noted.getOrDefault(certificate.sequence(), certificate.hash());
        if (!byNote.equals(certificate.hash()) || (byTheNext != null && !byTheNext.equals(certificate.hash()))) {
            findings.add(ChainFinding.at(ChainFinding.Kind.REPLACED, certificate, where));
        }
    }

    void unsound(ChainFinding finding) {
        unsound.add(finding);
    }

    /** All that is wrong, in the order of the numbers. */
    List<ChainFinding> finish() {
        long end = head.sequence();
        for (ChainFinding one : unsound.stream()
                .sorted(Comparator.comparingLong(ChainFinding::from))
                .toList()) {
            if (gaps.remove(one.from())) {
                findings.add(one);
            } else if (one.from() == end + 1) {
                end++;
                findings.add(one);
            } else {
                // Another has its number, or it is beyond the end.
                findings.add(new ChainFinding(ChainFinding.Kind.INSERTED, chain, one.from(), one.to(), one.where()));
            }
        }
        if (!noted.isEmpty() && noted.lastKey() > end) {
            gaps.add(end + 1, noted.lastKey());
        }
        if (vouchedFor()) {
            gaps.removeUpTo(first - 1);
        }
        gaps.forEach((from, to) -> findings.add(ChainFinding.missing(chain, from, to)));
        findings.sort(Comparator.comparingLong(ChainFinding::from));
        return findings;
    }

    /**
     * Whether a head was noted that the beginning leads to: all before it was there when it was noted, and may have been
     * removed by age since.
     */
    private boolean vouchedFor() {
        return noted.entrySet().stream()
                .anyMatch(note -> note.getValue().equals(hashes.get(note.getKey()))
                        || (note.getKey() == first - 1 && note.getValue().equals(wanted.get(note.getKey()))));
    }

    Verification.Chain summary() {
        return new Verification.Chain(hashes.size(), first, head);
    }
}
