package io.mailhelm.config;

import java.util.List;
import java.util.Map;

/**
 * What the index part holds: everything but users and keys, and the SHA-256 of each shard that has
 * some.
 */
record Index(
    int format,
    Server server,
    List<Domain> domains,
    List<SendPolicy> sendPolicies,
    List<Tombstone> tombstones,
    Map<String, String> shards) {}
