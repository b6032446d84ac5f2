package io.mailhelm.operator.rollout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;

/**
 * What a pod says of its config: {@code GET /config} of the management API.
 *
 * @param running hash of the document it runs; empty while it runs none
 * @param offered hash of the one its volume last had
 * @param formats document formats it reads
 * @param refusal why it does not run the one offered, empty when it does
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodReport(String running, String offered, List<Integer> formats, String refusal) {
  private static final int LONGEST_HASH = 128;

  public PodReport {
    // A server that faces the internet may say anything; it goes into a status.
    running = running == null || running.length() > LONGEST_HASH ? "" : running;
    offered = Objects.requireNonNullElse(offered, "");
    formats = formats == null ? List.of() : List.copyOf(formats);
    refusal = Objects.requireNonNullElse(refusal, "");
  }
}
