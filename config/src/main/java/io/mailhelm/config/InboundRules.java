package io.mailhelm.config;

import java.util.Objects;

/**
 * The rules for mail from outside ({@code MailDomain.spec.inbound}).
 *
 * @param ownDomainSenders whether a client without a login may use an address of this domain in
 *     MAIL FROM
 */
public record InboundRules(OwnDomainSenders ownDomainSenders) {
  /** The rules of a MailDomain that declares none; the schema's defaults are the same. */
  public static final InboundRules DEFAULT = new InboundRules(OwnDomainSenders.Refuse);

  /** What happens to such mail. */
  public enum OwnDomainSenders {
    /** It is refused with 550 5.7.1. */
    Refuse,
    /** It is accepted, for domains whose mail other servers send without a login. */
    Accept
  }

  public InboundRules {
    Objects.requireNonNull(ownDomainSenders);
  }
}
