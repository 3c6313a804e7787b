package io.ocs.rating.catalog;

/** A name and where it stands: of a thing, or of a reference to one. */
record Named(String name, Location at) {
    @Override
    public String toString() {
        return "'" + name + "'";
    }
}
