package io.mailhelm.config;

import java.util.Objects;

/**
 * What strangers' mail goes through ({@code MailDomain.spec.inbound}).
 *
 * @param ownDomainSenders whether who has not logged in may name an address of this domain in MAIL
 *     FROM
 */
public record InboundRules(OwnDomainSenders ownDomainSenders) {
  /** What a MailDomain that says nothing gets; the schema's defaults are these. */
  public static final InboundRules DEFAULT = new InboundRules(OwnDomainSenders.Refuse);

  /** What becomes of it. */
  public enum OwnDomainSenders {
    /** 550 5.7.1. */
    Refuse,
    /** It is taken, for domains whose mail other servers send without a login. */
    Accept
  }

  public InboundRules {
    Objects.requireNonNull(ownDomainSenders);
  }
}
