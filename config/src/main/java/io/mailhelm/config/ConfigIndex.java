package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The content of the index part: everything except users, tombstones and keys, with the SHA-256 of
 * each shard that is not empty. A server of a version before {@code stores} runs the rest.
 */
record ConfigIndex(
    int format,
    Server server,
    List<Domain> domains,
    List<SendPolicy> sendPolicies,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExpectedStore> stores,
    Map<String, String> shards) {
  ConfigIndex {
    Objects.requireNonNull(server);
    Objects.requireNonNull(domains);
    Objects.requireNonNull(sendPolicies);
    // Documents of before this field was there say nothing of it.
    stores = Objects.requireNonNullElse(stores, List.of());
    Objects.requireNonNull(shards);
  }
}
