package io.lethe.policy.banner;

/** The banners whose categories, or services, are the words of whoever sets them up. */
public enum BannerKind {
    HUBSPOT("hubspot"),
    COOKIECONSENT("cookieconsent"),
    TARTEAUCITRON("tarteaucitron"),
    KLARO("klaro");

    private final String id;

    BannerKind(String id) {
        this.id = id;
    }

    /** Its name in a policy's file. */
    public String id() {
        return id;
    }
}
