package io.mailhelm.config;

import java.util.List;
import java.util.Objects;

/**
 * The content of one user shard: the users, tombstones and closed mailboxes whose address is hashed
 * into it.
 */
record UserShard(List<User> users, List<Tombstone> tombstones, List<ClosedMailbox> closed) {
  UserShard {
    Objects.requireNonNull(users);
    Objects.requireNonNull(tombstones);
    closed = Objects.requireNonNullElse(closed, List.of()); // before format 4
  }
}
