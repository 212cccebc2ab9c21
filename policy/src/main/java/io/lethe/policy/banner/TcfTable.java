package io.lethe.policy.banner;

import java.util.List;
import java.util.Map;

/**
 * What the numbers of a TC string stand for. A purpose of the policy is granted only where all that name it are.
 *
 * @param purposes by the IAB's number of a purpose, ids of purposes of the policy
 * @param specialFeatures by the number of a special feature, the same
 * @param vendors by the number in the Global Vendor List, ids of recipient systems
 */
public record TcfTable(
        Map<Integer, List<String>> purposes,
        Map<Integer, List<String>> specialFeatures,
        Map<Integer, List<String>> vendors) {

    public static final TcfTable NONE = new TcfTable(Map.of(), Map.of(), Map.of());

    /** As many as version 2.2 of the framework has. */
    public static final int PURPOSES = 11;

    public static final int SPECIAL_FEATURES = 2;

    /** The largest number that a TC string can hold. */
    public static final int VENDORS = 65_535;

    public TcfTable {
        purposes = Banners.inOrder(purposes);
        specialFeatures = Banners.inOrder(specialFeatures);
        vendors = Banners.inOrder(vendors);
    }

    public boolean isEmpty() {
        return purposes.isEmpty() && specialFeatures.isEmpty();
    }
}
