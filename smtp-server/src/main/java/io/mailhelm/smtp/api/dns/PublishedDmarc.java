package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.inspect.DmarcRecord;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A published DMARC record (RFC 7489 §6.3). */
@Schema(name = "PublishedDmarc")
record PublishedDmarc(
    @Schema(description = "Name to value, as published.") Map<String, String> tags) {
  static PublishedRecords<PublishedDmarc> at(DomainName domain, Resolver resolver) {
    var name = StrictInput.below("domain", "_dmarc", domain).ascii();
    return PublishedRecords.one(
        domain,
        name,
        resolver,
        DmarcRecord::isDmarc,
        "There are %d DMARC records: with more than one, none counts (RFC 7489 §6.6.3).",
        texts -> {
          var record = DmarcRecord.parse(texts.getFirst());
          return new PublishedRecords<>(
              domain,
              name,
              texts,
              Optional.of(new PublishedDmarc(record.tags())),
              "",
              record.problems());
        });
  }
}
