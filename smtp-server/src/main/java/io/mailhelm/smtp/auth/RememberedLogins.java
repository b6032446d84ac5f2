package io.mailhelm.smtp.auth;

import io.mailhelm.config.Scram;
import io.mailhelm.config.ScramVerifier;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers passwords that were right, as MACs under a key of this process, so that clients with
 * one connection for each message do not cost a key derivation each time. The verifier is part of
 * what is remembered: when it changes, the old password is forgotten. So is the address: an entry
 * helps only a client that logged in from there, and nobody can guess against it from elsewhere. At
 * most {@value #CAPACITY} are kept, those used last.
 */
final class RememberedLogins {
  private static final int CAPACITY = 10_000;
  private final byte[] key;
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<ByteBuffer, Boolean> remembered =
      new LinkedHashMap<>(64, 0.75f, true);

  RememberedLogins(byte[] key) {
    this.key = key.clone();
  }

  /** What stands for this login; the password cannot be had from it without the key. */
  ByteBuffer token(String login, ScramVerifier verifier, InetAddress peer, byte[] password) {
    var address = peer.getAddress();
    var name = login.getBytes(StandardCharsets.UTF_8);
    var stored = verifier.storedKey();
    var message =
        ByteBuffer.allocate(8 + address.length + name.length + stored.length + password.length)
            .putInt(address.length)
            .put(address)
            .putInt(name.length)
            .put(name)
            .put(stored)
            .put(password);
    return ByteBuffer.wrap(Scram.hmac(key, message.array()));
  }

  boolean contains(ByteBuffer token) {
    lock.lock();
    try {
      return remembered.get(token) != null;
    } finally {
      lock.unlock();
    }
  }

  void add(ByteBuffer token) {
    lock.lock();
    try {
      remembered.put(token, true);
      if (remembered.size() > CAPACITY) {
        remembered.pollFirstEntry(); // the one not used for the longest time
      }
    } finally {
      lock.unlock();
    }
  }
}
