package io.mailhelm.compiler;

import java.util.Optional;

/** Makes the conditions about where connections come from and whether mail can leave. */
final class TrafficOutcomes {
  /** Connections that are needed to judge: the first few may all be a colleague's. */
  private static final int ENOUGH = 10;

  private TrafficOutcomes() {}

  /**
   * {@code SourceAddressPreserved}.
   *
   * @param exposure what could hide a peer from the servers; empty: nothing
   */
  static ConditionOutcome sourceAddress(Traffic traffic, Optional<Exposure> exposure) {
    if (traffic.connections() < ENOUGH) {
      return ConditionOutcome.unknown(
          "TooFewConnections", "fewer than %d have come since the start".formatted(ENOUGH));
    }
    if (traffic.outsiders()) {
      return ConditionOutcome.yes("OutsidersSeen", "servers see the addresses of who connects");
    }
    return exposure
        .map(
            way ->
                ConditionOutcome.no(
                    "OnlyInternalPeers",
                    "every peer has the address of a node or a pod, such as %s: something hides the real ones, and who trusts such addresses trusts everybody. %s"
                        .formatted(traffic.example(), way.hiddenPeers())))
        .orElse(
            ConditionOutcome.unknown("OnlyThisMachine", "nobody but this machine has connected"));
  }

  /** {@code OutboundReachable}. */
  static ConditionOutcome outbound(Traffic traffic) {
    return switch (traffic.port25()) {
      case Open -> ConditionOutcome.yes("Connected", "other servers take connections on port 25");
      case Unknown ->
          ConditionOutcome.unknown("NotTried", "too few connections to other servers were tried");
      case Blocked ->
          ConditionOutcome.no(
              "Port25Blocked",
              "connections to port 25 of other servers time out: most providers block it until"
                  + " asked: ask them, or send through a smarthost (spec.routes)");
    };
  }
}
