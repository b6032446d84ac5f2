package io.mailhelm.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the index part holds: everything but users, tombstones and keys, and the SHA-256 of each
 * shard that has some.
 */
record Index(
    int format,
    Server server,
    List<Domain> domains,
    List<SendPolicy> sendPolicies,
    Map<String, String> shards) {
  Index {
    Objects.requireNonNull(server);
    Objects.requireNonNull(domains);
    Objects.requireNonNull(sendPolicies);
    Objects.requireNonNull(shards);
  }
}
