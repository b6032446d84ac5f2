package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.spf.SpfCost;
import io.mailhelm.dns.spf.SpfRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A published SPF record (RFC 7208). */
@Schema(name = "PublishedSpf")
record PublishedSpf(
    @Schema(description = "As they are written.") List<String> terms,
    @Schema(description = "What is said of everybody else, such as ~all; empty: nothing.")
        String all,
    @Schema(
            description =
                "Terms that cost a look-up, those of included records too; ten are allowed (RFC 7208"
                    + " §4.6.4).")
        int lookups,
    @Schema(description = "False where there may be more, which cannot be told.")
        boolean lookupsComplete) {

  static PublishedRecords<PublishedSpf> at(DomainName domain, Resolver resolver) {
    return PublishedRecords.one(
        domain,
        domain.ascii(),
        resolver,
        SpfRecord::isSpf,
        "There are %d SPF records: with more than one, none counts (RFC 7208 §4.5).",
        texts ->
            switch (SpfRecord.read(texts.getFirst())) {
              case SpfRecord.Malformed(var problems) ->
                  new PublishedRecords<>(
                      domain, domain.ascii(), texts, Optional.empty(), "", problems);
              case SpfRecord.Readable(var record) -> read(domain, texts, record, resolver);
            });
  }

  private static PublishedRecords<PublishedSpf> read(
      DomainName domain, List<String> texts, SpfRecord record, Resolver resolver) {
    var cost = SpfCost.of(record, domain.ascii(), resolver);
    var problems = new ArrayList<>(cost.problems());
    if (cost.isTooMuch()) {
      problems.add(
          "It takes %d look-ups; receivers give up after %d."
              .formatted(cost.lookups(), SpfCost.ALLOWED));
    }
    var all = record.all().map(qualifier -> qualifier.sign() + "all").orElse("");
    if (all.equals("+all")) {
      problems.add("+all lets the whole world send as the domain.");
    }
    var terms = Arrays.stream(texts.getFirst().split(" ")).skip(1).filter(term -> !term.isEmpty());
    return new PublishedRecords<>(
        domain,
        domain.ascii(),
        texts,
        Optional.of(new PublishedSpf(terms.toList(), all, cost.lookups(), cost.isComplete())),
        "",
        problems);
  }
}
