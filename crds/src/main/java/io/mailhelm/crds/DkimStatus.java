package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The DKIM keys of a domain, and the next change of them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DkimStatus(
    @Size(max = 63) @JsonPropertyDescription("The selector that signs.") String activeSelector,
    @Size(max = 63) @JsonPropertyDescription("The selector that signs next.")
        String pendingSelector,
    @Size(max = 64) @JsonPropertyDescription("When that changes (RFC 3339).") String nextTransition,
    @Size(max = 16) @JsonPropertyDescription("Every key.") List<Key> keys) {

  /** One key. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Key(
      @Size(max = 63) @JsonPropertyDescription("Its selector.") String selector,
      @JsonPropertyDescription("Its algorithm.") Algorithm algorithm,
      @JsonPropertyDescription("Where it is in its life.") Stage stage,
      @Size(max = 4096)
          @JsonPropertyDescription("The TXT record to publish at <selector>._domainkey.<domain>.")
          String record) {}

  /** The algorithm of a signature. */
  public enum Algorithm {
    Rsa,
    Ed25519
  }

  /** The stages in the life of a key. */
  public enum Stage {
    Pending,
    Active,
    Retiring,
    Retired
  }
}
