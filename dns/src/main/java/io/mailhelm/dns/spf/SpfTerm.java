package io.mailhelm.dns.spf;

import java.util.Objects;

/** One term of a record: a directive or a modifier (RFC 7208 §4.6.1). */
public sealed interface SpfTerm {
  /** A mechanism, and the result for a client that it matches. */
  record Directive(Qualifier qualifier, SpfMechanism mechanism) implements SpfTerm {
    public Directive {
      Objects.requireNonNull(qualifier);
      Objects.requireNonNull(mechanism);
    }
  }

  /**
   * {@code redirect=}: the domain whose record counts where no mechanism matches (RFC 7208 §6.1).
   */
  record Redirect(DomainSpec target) implements SpfTerm {
    public Redirect {
      Objects.requireNonNull(target);
    }
  }

  /** {@code exp=}: where the domain explains a failure (RFC 7208 §6.2). */
  record Explanation(DomainSpec target) implements SpfTerm {
    public Explanation {
      Objects.requireNonNull(target);
    }
  }

  /**
   * An unknown modifier, which is ignored (RFC 7208 §6).
   *
   * @param name lower case
   * @param value as it is written
   */
  record Unknown(String name, String value) implements SpfTerm {
    public Unknown {
      Objects.requireNonNull(name);
      Objects.requireNonNull(value);
    }
  }
}
