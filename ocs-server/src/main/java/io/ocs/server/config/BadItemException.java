package io.ocs.server.config;

/** One item of a list is no good: carries it, so that the message can name its line. */
final class BadItemException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient Value item;

    BadItemException(Value item, IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
        this.item = item;
    }

    /** Reads the item, or says which one it was. */
    static <T> T reading(Value item, ValueReader<T> reader) {
        try {
            return reader.read(item);
        } catch (BadItemException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new BadItemException(item, e);
        }
    }

    Value item() {
        return item;
    }
}
