package io.ocs.server.reconcile;

import java.io.IOException;
import java.sql.SQLException;

/** Records one after the other. */
public interface CdrStream extends AutoCloseable {

    /**
     * The next record.
     *
     * @return null at the end
     * @throws CdrRow.BadRowException if it is no record; the one behind it can be asked for
     */
    CdrRow next() throws IOException, SQLException, CdrRow.BadRowException;

    @Override
    void close() throws IOException, SQLException;
}
