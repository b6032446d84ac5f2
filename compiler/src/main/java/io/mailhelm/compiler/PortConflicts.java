package io.mailhelm.compiler;

import io.mailhelm.config.Reason;
import io.mailhelm.config.Server;
import io.mailhelm.crds.MailDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports ports of an address on which more than one thing would listen. */
final class PortConflicts {
  /** The port of probes and metrics. */
  private static final int PROBES = 9000;

  private final MailDomain domain;
  private final Problems problems;
  private final List<Taken> taken = new ArrayList<>();

  PortConflicts(MailDomain domain, Problems problems) {
    this.domain = domain;
    this.problems = problems;
  }

  private record Taken(String who, Optional<String> address, int port) {
    boolean clashes(Taken other) {
      return port == other.port
          && port != 0
          && (everywhere() || other.everywhere() || address.equals(other.address));
    }

    private boolean everywhere() {
      return address.isEmpty() || address.get().equals("0.0.0.0") || address.get().matches("[0:]+");
    }
  }

  void check(Server server) {
    taken.add(new Taken("probes and metrics", Optional.empty(), PROBES));
    take(
        "spec.server.management.port",
        new Taken(
            "the management API",
            Optional.of(server.management().address()),
            server.management().port()));
    take(
        "spec.server.mailApi.port",
        new Taken(
            "the mail API", Optional.of(server.mailApi().address()), server.mailApi().port()));
    server
        .web()
        .ifPresent(
            web ->
                take(
                    "spec.server.web.port",
                    new Taken(
                        "the web (spec.server.web)", Optional.of(web.address()), web.port())));
    for (int i = 0; i < server.listeners().size(); i++) {
      var listener = server.listeners().get(i);
      take(
          "spec.server.listeners[%d].port".formatted(i),
          new Taken("listener " + listener.name(), listener.address(), listener.port()));
    }
  }

  private void take(String path, Taken wanted) {
    taken.stream()
        .filter(wanted::clashes)
        .findFirst()
        .ifPresent(
            other ->
                problems.error(
                    domain,
                    Reason.PortConflict,
                    path,
                    "%d is the port of %s: choose another".formatted(wanted.port(), other.who())));
    taken.add(wanted);
  }
}
