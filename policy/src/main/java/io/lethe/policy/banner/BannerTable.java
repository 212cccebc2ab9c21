package io.lethe.policy.banner;

import java.util.List;
import java.util.Map;

/**
 * Which category of a banner stands for which purposes. A purpose that several categories name is granted only where all of them are.
 *
 * @param purposes by category; none for what is strictly necessary
 * @param line of the policy file that it begins in, counted from 1
 */
public record BannerTable(Map<String, List<String>> purposes, int line) {

    public BannerTable {
        purposes = Banners.inOrder(purposes);
    }
}
