package io.mailhelm.smtp.store.sqlite;

import java.sql.SQLException;

/**
 * A change to the database, made on the writer's thread inside its transaction. It may be made
 * again from the start when another change of the same transaction failed, so it keeps no state.
 *
 * @param <R> what it gives when it is durable
 */
@FunctionalInterface
interface WriterTask<R> {
  R apply(Statements statements, LedgerDraft draft) throws SQLException;
}
