#!/usr/bin/perl
# What swaks does not do: connections that stay, many at a time, and counting what was acknowledged.
#
#   talk  HOST PORT MODE        sends the lines of its input and prints the reply to each that begins with no +
#   (MODE: plain, starttls or tls)
#   login HOST PORT MODE USER   AUTH PLAIN with the password on its input; prints the reply
#   load  HOST PORT MODE TO WORKERS NAME [USER FILE]   sends until its input ends; prints "ack NAME-w-n" for each 250 after
#   the message. With USER it logs in with the password in FILE, and sends as USER.
use strict;
use warnings;
use IO::Handle;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::SSL;
use MIME::Base64;
use Socket qw(SOL_SOCKET SO_RCVTIMEO);

STDOUT->autoflush(1);
$SIG{PIPE} = 'IGNORE';
my ($verb, $host, $port, @rest) = @ARGV;
exit { talk => \&talk, login => \&login, load => \&load }->{$verb}->(@rest);

# With PATIENCE a reply that takes longer, in seconds, counts as a connection that ended: the other side may be gone without a word.
sub connected {
  my ($mode, $patience) = @_;
  my $socket = IO::Socket::INET->new(PeerAddr => $host, PeerPort => $port, Timeout => 10) or return;
  $socket->blocking(1);
  $socket->setsockopt(SOL_SOCKET, SO_RCVTIMEO, pack 'l!l!', $patience, 0) if $patience;
  encrypt($socket) if $mode eq 'tls';
  my $greeting = reply($socket) // return;
  return ($socket, $greeting) if $mode ne 'starttls' || $greeting !~ /^220/;
  ask($socket, 'EHLO client.example');
  (ask($socket, 'STARTTLS') // '') =~ /^220/ or die "no STARTTLS\n";
  encrypt($socket);
  return ($socket, $greeting);
}

# With TRUST (a file of authorities) and NAME the certificate must be good for that name; otherwise any is taken.
sub encrypt {
  my ($socket) = @_;
  my %trust = $ENV{TRUST}
    ? (SSL_ca_file => $ENV{TRUST}, SSL_verify_mode => SSL_VERIFY_PEER, SSL_verifycn_scheme => 'smtp', SSL_verifycn_name => $ENV{NAME})
    : (SSL_verify_mode => SSL_VERIFY_NONE);
  IO::Socket::SSL->start_SSL($socket, SSL_hostname => $ENV{NAME} // '', %trust) or die "TLS: $SSL_ERROR\n";
}

sub reply {
  my ($socket) = @_;
  while (defined(my $line = <$socket>)) {
    $line =~ s/\r?\n$//;
    return $line if $line =~ /^\d{3}( |$)/;
  }
  return;
}

sub ask {
  my ($socket, $line) = @_;
  print {$socket} "$line\r\n" or return;
  return reply($socket);
}

sub talk {
  my ($mode) = @_;
  my ($socket, $greeting) = connected($mode);
  $socket or die "cannot connect to $host:$port\n";
  print 'certificate ', $socket->get_fingerprint('sha256'), "\n" if $mode ne 'plain';
  print "$greeting\n";
  while (defined(my $line = <STDIN>)) {
    chomp $line;
    if ($line =~ s/^\+//) { print {$socket} "$line\r\n"; next }
    print((ask($socket, $line) // 'closed'), "\n");
  }
  return 0;
}

sub login {
  my ($mode, $user) = @_;
  my $password = <STDIN>;
  chomp $password;
  my ($socket) = connected($mode) or die "cannot connect to $host:$port\n";
  ask($socket, 'EHLO client.example');
  print((authenticated($socket, $user, $password) // 'closed'), "\n");
  return 0;
}

sub authenticated {
  my ($socket, $user, $password) = @_;
  return ask($socket, 'AUTH PLAIN ' . encode_base64("\0$user\0$password", ''));
}

sub load {
  my ($mode, $to, $workers, $name, $user, $file) = @_;
  my $password = '';
  if ($user) {
    open my $in, '<', $file or die "$file: $!\n";
    chomp($password = <$in>);
  }
  my @children;
  for my $worker (1 .. $workers) {
    my $child = fork // die "fork: $!";
    work($mode, $to, "$name-$worker", $user, $password), exit 0 if $child == 0;
    push @children, $child;
  }
  1 while defined <STDIN>;
  kill 'TERM', @children;
  waitpid $_, 0 for @children;
  print "end\n";
  return 0;
}

# A connection for ten messages, then another; whatever breaks is tried anew with a new message.
sub work {
  my ($mode, $to, $name, $user, $password) = @_;
  my ($n, $stop) = (0, 0);
  $SIG{TERM} = sub { $stop = 1 };
  until ($stop) {
    my ($socket, $answer) = eval { connected($mode, 30) };
    if ($socket && $answer =~ /^220/) {
      $answer = ask($socket, 'EHLO client.example');
      $answer = authenticated($socket, $user, $password) if $answer && $user;
    }
    if (!$socket || ($answer // '') !~ /^2/) {
      print 'refused ', ($answer // 'no connection'), "\n";
      select undef, undef, undef, 0.1;
      next;
    }
    for (1 .. 10) {
      last if $stop;
      my $id = "$name-" . ++$n;
      my $answer = message($socket, $user || 'load@sender.example', $to, $id);
      if (!defined $answer) { print "cut $id\n"; last }
      print $answer =~ /^250/ ? "ack $id\n" : "not $id $answer\n";
      last if $answer !~ /^250/;
      select undef, undef, undef, 0.02;
    }
    ask($socket, 'QUIT');
  }
}

sub message {
  my ($socket, $from, $to, $id) = @_;
  for my $line ("MAIL FROM:<$from>", "RCPT TO:<$to>", 'DATA') {
    my $answer = ask($socket, $line);
    return $answer if !defined $answer || $answer !~ /^[23]5/;
  }
  return ask($socket, "From: $from\r\nTo: $to\r\nSubject: $id\r\nMessage-ID: <$id\@sender.example>\r\n\r\nHello\r\n.");
}
