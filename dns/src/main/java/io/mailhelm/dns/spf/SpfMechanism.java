package io.mailhelm.dns.spf;

import java.util.Objects;
import java.util.Optional;

/**
 * A mechanism: what a client is compared with (RFC 7208 §5). Without a target it is about the
 * domain that is checked.
 */
public sealed interface SpfMechanism {
  /** Whether it costs one of the ten look-ups that a check may take (RFC 7208 §4.6.4). */
  default boolean costsLookup() {
    return switch (this) {
      case All all -> false;
      case Addresses addresses -> false;
      case Include include -> true;
      case A a -> true;
      case Mx mx -> true;
      case Ptr ptr -> true;
      case Exists exists -> true;
    };
  }

  /** Matches every client (RFC 7208 §5.1). */
  record All() implements SpfMechanism {}

  /** Matches clients that another domain's record passes (RFC 7208 §5.2). */
  record Include(DomainSpec target) implements SpfMechanism {
    public Include {
      Objects.requireNonNull(target);
    }
  }

  /** Matches the addresses of a host (RFC 7208 §5.3). */
  record A(Optional<DomainSpec> target, PrefixLengths lengths) implements SpfMechanism {
    public A {
      Objects.requireNonNull(target);
      Objects.requireNonNull(lengths);
    }
  }

  /** Matches the addresses of a domain's mail exchanges (RFC 7208 §5.4). */
  record Mx(Optional<DomainSpec> target, PrefixLengths lengths) implements SpfMechanism {
    public Mx {
      Objects.requireNonNull(target);
      Objects.requireNonNull(lengths);
    }
  }

  /**
   * Matches a client that has a name in the domain which leads back to it (RFC 7208 §5.5, which
   * advises against it).
   */
  record Ptr(Optional<DomainSpec> target) implements SpfMechanism {
    public Ptr {
      Objects.requireNonNull(target);
    }
  }

  /** Matches a block of addresses: {@code ip4:} and {@code ip6:} (RFC 7208 §5.6). */
  record Addresses(AddressBlock block) implements SpfMechanism {
    public Addresses {
      Objects.requireNonNull(block);
    }
  }

  /** Matches if a name, usually made of the client's address, has an A record (RFC 7208 §5.7). */
  record Exists(DomainSpec target) implements SpfMechanism {
    public Exists {
      Objects.requireNonNull(target);
    }
  }
}
