package io.mailhelm.smtp.store.sqlite;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps random secrets by name, each made once and kept for ever. */
final class StoreSecrets {
  private static final int OCTETS = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, byte[]> known = new ConcurrentHashMap<>();
  private final Writer writer;

  StoreSecrets(Writer writer) {
    this.writer = writer;
  }

  byte[] get(String name) {
    var secret = known.get(name);
    if (secret == null) {
      // The writer reads and writes in one: two who ask at once are given the same.
      secret = writer.change("keep a secret", (statements, _) -> made(statements.records(), name));
      known.put(name, secret);
    }
    return secret.clone();
  }

  private byte[] made(RecordStatements statements, String name) throws SQLException {
    var before = statements.secret(name);
    if (before.isPresent()) {
      return before.get();
    }
    var octets = new byte[OCTETS];
    random.nextBytes(octets);
    statements.insertSecret(name, octets);
    return octets;
  }
}
