package io.mailhelm.operator.desired;

import io.mailhelm.config.Listener;
import io.mailhelm.config.Server;
import io.mailhelm.crds.MailDomain;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A listener that can be reached from outside its pod.
 *
 * @param listener as compiled
 * @param portName unique in the pod, and valid as a port's name
 * @param servicePort as declared
 */
record ExposedListener(Listener listener, String portName, int servicePort) {
  /**
   * RFC 6335 §5.1, which Kubernetes requires for a container's ports. A listener's name may be
   * freer.
   */
  private static final Pattern SERVICE_NAME =
      Pattern.compile("(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

  private static final Set<String> TAKEN =
      Set.of(
          ServerContainer.MANAGEMENT,
          ServerContainer.MAIL_API,
          ProbesPort.NAME,
          WebPort.NAME,
          WebPort.SERVICE_NAME);

  int podPort() {
    return listener.port();
  }

  /**
   * Every reachable listener, in the declared order. It leaves out listeners on loopback and those
   * whose port the system chooses, which nobody could name. Of two on one port (and two addresses)
   * it takes the first.
   */
  static List<ExposedListener> of(ServerShape shape) {
    return of(shape.domain(), shape.server());
  }

  /**
   * The same. A listener that is not declared like this, as in a refused domain, has no known port
   * and is left out.
   */
  static List<ExposedListener> of(MailDomain domain, Server server) {
    var reachable = new ArrayList<ExposedListener>();
    var ports = new HashSet<Integer>();
    var names = new HashSet<String>(TAKEN);
    server.listeners().forEach(listener -> names.add(listener.name()));
    for (var listener : server.listeners()) {
      if (!isLoopback(listener) && listener.port() != 0 && ports.add(listener.port())) {
        domain.getSpec().server().listeners().stream()
            .filter(declared -> ServerShape.isOf(declared, listener))
            .map(
                declared ->
                    new ExposedListener(listener, portName(listener, names), declared.port()))
            .forEach(reachable::add);
      }
    }
    return reachable;
  }

  private static boolean isLoopback(Listener listener) {
    return listener.address().map(InetAddress::ofLiteral).stream()
        .anyMatch(InetAddress::isLoopbackAddress);
  }

  private static String portName(Listener listener, Set<String> names) {
    if (SERVICE_NAME.matcher(listener.name()).matches() && !TAKEN.contains(listener.name())) {
      return listener.name();
    }
    var name = "smtp-" + listener.port();
    return IntStream.iterate(0, n -> n + 1)
        .mapToObj(n -> n == 0 ? name : name + "-" + n)
        .filter(names::add)
        .findFirst()
        .orElseThrow();
  }
}
