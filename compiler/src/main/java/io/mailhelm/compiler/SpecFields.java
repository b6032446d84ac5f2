package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.mailhelm.config.Cidr;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Reason;
import io.mailhelm.config.TrustedNetworks;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the fields of one resource, in the notations of Kubernetes. What cannot be read is
 * reported, and a harmless value stands in for it: the resource is refused anyway, and its other
 * fields are still checked.
 */
final class SpecFields {
  private static final Pattern PART = Pattern.compile("([0-9]+)(ms|s|m|h)");

  private static final Pattern NAME_SERVER =
      Pattern.compile("(?:\\[(?<v6>[^\\]]+)\\]|(?<v4>[0-9.]+)):(?<port>[0-9]{1,5})");
  private static final int DNS = 53;

  private final HasMetadata resource;
  private final Problems problems;

  SpecFields(HasMetadata resource, Problems problems) {
    this.resource = resource;
    this.problems = problems;
  }

  void invalid(String path, String message) {
    problems.error(resource, Reason.InvalidValue, path, message);
  }

  /** A duration such as {@code 5m} or {@code 1h30m}, more than zero and at most ten years. */
  Duration duration(String path, String text) {
    var duration = duration(text);
    if (duration.isEmpty()) {
      invalid(path, "'%s' must be more than nothing and less than ten years".formatted(text));
    }
    return duration.orElse(Duration.ofSeconds(1));
  }

  /** A duration such as {@code 90s} or {@code 0s}, at most {@code most}. */
  Duration durationUpTo(String path, String text, Duration most) {
    var duration = sum(text);
    if (duration.compareTo(most) > 0) {
      invalid(path, "'%s' must be %d s or less".formatted(text, most.toSeconds()));
      return most;
    }
    return duration;
  }

  /**
   * A duration as {@link #duration(String, String)} reads it; empty where it is outside these
   * bounds.
   */
  static Optional<Duration> duration(String text) {
    var sum = sum(text);
    return sum.isZero() || sum.compareTo(Duration.ofDays(3660)) > 0
        ? Optional.empty()
        : Optional.of(sum);
  }

  private static Duration sum(String text) {
    var sum = Duration.ZERO;
    var parts = PART.matcher(text);
    while (parts.find()) {
      var amount = Long.parseLong(parts.group(1));
      sum =
          sum.plus(
              switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
              });
    }
    return sum;
  }

  /** The same, and {@code least} or more. */
  Duration duration(String path, String text, Duration least) {
    var duration = duration(path, text);
    if (duration.compareTo(least) < 0) {
      invalid(path, "'%s' must be %d s or more".formatted(text, least.toSeconds()));
      return least;
    }
    return duration;
  }

  /** A quantity such as {@code 25Mi} in octets, {@code least} or more. */
  long octets(String path, Quantity quantity, long least) {
    try {
      var octets = quantity.getNumericalAmount().longValueExact();
      if (octets >= least) {
        return octets;
      }
    } catch (ArithmeticException | IllegalArgumentException e) {
      // Falls through to the same words: too large, a fraction, no quantity at all.
    }
    invalid(
        path,
        "'%s' is not a size of %d octets or more: write e.g. 25Mi or 1Gi"
            .formatted(quantity, least));
    return least;
  }

  /** A list of CIDRs; {@code texts} is null where nothing is declared. */
  List<Cidr> cidrs(String path, List<String> texts) {
    var cidrs = new ArrayList<Cidr>();
    var list = Objects.requireNonNullElse(texts, List.<String>of());
    for (int i = 0; i < list.size(); i++) {
      try {
        cidrs.add(Cidr.of(list.get(i)));
      } catch (IllegalArgumentException e) {
        invalid(path + "[" + i + "]", e.getMessage());
      }
    }
    return cidrs;
  }

  /**
   * The same for a list of trusted addresses, which must not include everyone. A list that
   * restricts may be of any width.
   *
   * @param consequence what trusting everyone would lead to, as the end of the sentence
   */
  List<Cidr> trusted(String path, List<String> texts, String consequence) {
    var cidrs = cidrs(path, texts);
    if (TrustedNetworks.areEveryone(cidrs)) {
      invalid(
          path,
          "together these are more than a /%d of public IPv4 or a /%d of IPv6, which is everyone, and %s"
              .formatted(
                  TrustedNetworks.WIDEST_IPV4_PREFIX,
                  TrustedNetworks.WIDEST_IPV6_PREFIX,
                  consequence));
    }
    return cidrs;
  }

  Optional<DomainName> domain(String path, String text) {
    try {
      return Optional.of(DomainName.of(text));
    } catch (IllegalArgumentException e) {
      invalid(path, e.getMessage());
      return Optional.empty();
    }
  }

  /** A name server: an address, or an address and a port that is left out when it is 53. */
  Optional<String> nameServer(String path, String text) {
    var parts = NAME_SERVER.matcher(text);
    try {
      if (parts.matches()) {
        var port = Integer.parseInt(parts.group("port"));
        var bracketed = parts.group("v6") != null;
        var address = InetAddress.ofLiteral(parts.group(bracketed ? "v6" : "v4")).getHostAddress();
        if (port >= 1 && port <= 65_535) {
          var form = bracketed ? "[%s]:%d" : "%s:%d";
          return Optional.of(port == DNS ? address : form.formatted(address, port));
        }
      } else {
        return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same words.
    }
    invalid(
        path,
        "'%s' is not a name server: write e.g. 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353"
            .formatted(text));
    return Optional.empty();
  }

  /** A literal IP address; {@code text} is null where nothing is declared. */
  Optional<String> address(String path, String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text).getHostAddress());
    } catch (IllegalArgumentException e) {
      invalid(path, "'%s' is not an IP address: write e.g. 127.0.0.1 or ::1".formatted(text));
      return Optional.empty();
    }
  }
}
