package io.lethe.retention.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A few things in their order, each once; never more than a bound that whoever adds to it gives.
 *
 * @param all in order
 * @param complete whether nothing was ever left out for want of room
 */
public record BoundedSet<T extends Comparable<? super T>>(List<T> all, boolean complete) {

    /** Of three neighbours, whether the middle one can go. */
    interface Dispensable<T> {
        boolean test(T before, T it, T after);
    }

    public BoundedSet {
        all = List.copyOf(all);
    }

    /** Nothing. */
    public static <T extends Comparable<? super T>> BoundedSet<T> none() {
        return new BoundedSet<T>(List.of(), true);
    }

    /** These, in any order. */
    public static <T extends Comparable<? super T>> BoundedSet<T> of(Collection<T> all) {
        return all.isEmpty() ? none() : new BoundedSet<T>(List.copyOf(new TreeSet<T>(all)), true);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    T first() {
        return all.getFirst();
    }

    T last() {
        return all.getLast();
    }

    BoundedSet<T> with(T one) {
        if (all.isEmpty() || all.getLast().compareTo(one) < 0) {
            List<T> more = new ArrayList<>(all.size() + 1);
            more.addAll(all);
            more.add(one);
            return new BoundedSet<>(more, complete);
        }
        TreeSet<T> more = new TreeSet<>(all);
        return more.add(one) ? new BoundedSet<>(new ArrayList<>(more), complete) : this;
    }

    BoundedSet<T> only(Predicate<T> which) {
        return new BoundedSet<>(all.stream().filter(which).toList(), complete);
    }

    /**
     * Of a set that is bounded to the newest, those from after a cut. If one of them goes, all goes that was left out for want of room before,
     * which was older: nothing is missing any more.
     */
    BoundedSet<T> newer(Predicate<T> afterCut) {
        List<T> left = all.stream().filter(afterCut).toList();
        return new BoundedSet<>(left, complete || left.size() < all.size());
    }

    /** The last ones in order. */
    BoundedSet<T> newest(int most) {
        return all.size() <= most ? this : new BoundedSet<>(all.subList(all.size() - most, all.size()), false);
    }

    /** So many at most: the dispensable ones go first, oldest first, then the oldest. */
    BoundedSet<T> atMost(int most, Dispensable<T> dispensable) {
        List<T> left = new ArrayList<>(all);
        for (int i = 1; i < left.size() - 1 && left.size() > most; ) {
            if (dispensable.test(left.get(i - 1), left.get(i), left.get(i + 1))) {
                left.remove(i);
            } else {
                i++;
            }
        }
        return left.size() == all.size() && left.size() <= most
                ? this
                : new BoundedSet<>(left.subList(Math.max(0, left.size() - most), left.size()), false);
    }
}
