package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.config.Retention;
import io.mailhelm.config.StorageLimits;
import io.mailhelm.smtp.store.BodyContract;
import io.mailhelm.smtp.store.DeletingContract;
import io.mailhelm.smtp.store.ListingContract;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailboxContract;
import io.mailhelm.smtp.store.OutcomesContract;
import io.mailhelm.smtp.store.OwnersContract;
import io.mailhelm.smtp.store.QueueActionsContract;
import io.mailhelm.smtp.store.QueueContract;
import io.mailhelm.smtp.store.QueueHistoryContract;
import io.mailhelm.smtp.store.QueueModelContract;
import io.mailhelm.smtp.store.QueueRaceContract;
import io.mailhelm.smtp.store.QueueShares;
import io.mailhelm.smtp.store.QuotaContract;
import io.mailhelm.smtp.store.ReadsContract;
import io.mailhelm.smtp.store.RecipientCountsContract;
import io.mailhelm.smtp.store.ReportContract;
import io.mailhelm.smtp.store.SenderReportContract;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.SubmitterContract;
import io.mailhelm.smtp.store.SuppressionContract;
import io.mailhelm.smtp.store.WarmUpContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** SQLite does what every store does. */
class SqliteContractsTest {
  @TempDir Path folder;

  private MailStore openStore() throws IOException {
    return SqliteMailStore.open(folder.resolve("mail"), StoreContext.ALONE);
  }

  private MailStore openStore(long waitingPerUser) throws IOException {
    var usual = StorageLimits.DEFAULT;
    return SqliteMailStore.open(
        folder.resolve("mail"),
        StoreContext.ALONE.with(
            () ->
                new StorageLimits(
                    usual.reserve(),
                    waitingPerUser,
                    usual.queuePerUserPercent(),
                    usual.queuePerDomainPercent()),
            () -> Retention.DEFAULT));
  }

  @Nested
  class Mailboxes extends MailboxContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Owners extends OwnersContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Outcomes extends OutcomesContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Bodies extends BodyContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class ReportsToSenders extends SenderReportContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }

    @Override
    protected MailStore open(long waitingPerUser) throws IOException {
      return openStore(waitingPerUser);
    }
  }

  @Nested
  class Quotas extends QuotaContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Listing extends ListingContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Reads extends ReadsContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Deleting extends DeletingContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Queue extends QueueContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class QueueModel extends QueueModelContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class WarmUps extends WarmUpContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class QueueActions extends QueueActionsContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class QueueHistory extends QueueHistoryContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Suppressing extends SuppressionContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Reports extends ReportContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Counted extends RecipientCountsContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }

  @Nested
  class Submitters extends SubmitterContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }

    @Override
    protected MailStore open(long waitingPerUser) throws IOException {
      return openStore(waitingPerUser);
    }

    @Override
    protected MailStore open(QueueShares shares) throws IOException {
      return SqliteMailStore.open(folder.resolve("mail"), StoreContext.ALONE.sharing(() -> shares));
    }
  }

  @Nested
  class QueueRace extends QueueRaceContract {
    @Override
    protected MailStore open() throws IOException {
      return openStore();
    }
  }
}
