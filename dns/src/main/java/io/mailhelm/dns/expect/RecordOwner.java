package io.mailhelm.dns.expect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;

/**
 * The domain whose records are listed, with the name that its server says in EHLO.
 *
 * @param ehlo the name that its server says in EHLO
 */
record RecordOwner(Domain domain, DomainName ehlo) {
  /** Whether it sends mail to other domains. */
  boolean sends() {
    return domain.outbound() == Domain.Outbound.Deliver;
  }

  /** Whether a name is outside the domain. */
  boolean isElsewhere(String name) {
    var zone = domain.domain().ascii();
    return !name.equals(zone) && !name.endsWith("." + zone);
  }

  /** A name below the domain. */
  String below(String labels) {
    return labels + "." + domain.domain();
  }

  ExpectedRecord record(
      RecordPurpose purpose, String name, String type, String data, boolean required) {
    return new ExpectedRecord(purpose, name, type, data, required, isElsewhere(name), "", "");
  }

  /** A record whose data are not known, or that should not exist. */
  ExpectedRecord unknown(
      RecordPurpose purpose, String name, String type, boolean required, String note) {
    return new ExpectedRecord(purpose, name, type, "", required, isElsewhere(name), "", note);
  }
}
