package io.mailhelm.config;

import java.util.List;
import java.util.Objects;

/** What one shard part holds: the users and tombstones whose address is hashed into it. */
record Shard(List<User> users, List<Tombstone> tombstones) {
  Shard {
    Objects.requireNonNull(users);
    Objects.requireNonNull(tombstones);
  }
}
