package io.ocs.rating.catalog;

/** A name and where it stands: of a thing, or of a reference to one. */
record Named(String name, Location at) {

    /** In place of a name that is not there. */
    static Named missing(Location at) {
        return new Named("?", at);
    }

    boolean isMissing() {
        return name.equals("?");
    }

    @Override
    public String toString() {
        return "'" + name + "'";
    }
}
