# What the scripts of all servers share. They run in the box, from a folder of their own.
set -euo pipefail
here=/opt/interop
server=$(basename "$0")
LETTERS=1000
ways=0
PASSWORD=hush-hush
export HOME=/tmp/home PROTEST_LETTER_NOW=2026-11-23T12:00:00Z PROTEST_LETTER_SMTP_PASSWORD=$PASSWORD
mkdir "$HOME"

# A roll of so many signers, each for four letters; the statement of every tenth has so many bytes.
roll() {
    local statement
    statement=$(printf 'x%.0s' $(seq "${2:-10}"))
    echo name,email,consent,statement
    for number in $(seq "$1"); do
        ((number % 10)) && echo "Signer $number,signer$number@example.org,2026-11-01," ||
            echo "Signer $number,signer$number@example.org,2026-11-01,$statement"
    done
}
roll $((LETTERS / 4)) >roll.csv

# An authority of our own, and the certificate of mail.example.org that it vouches for.
certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=Authority' \
        -keyout ca.key -out ca.pem
    openssl req -newkey rsa:2048 -nodes -subj '/CN=mail.example.org' -keyout key.pem -out csr.pem
    openssl x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem \
        -extfile <(echo subjectAltName=DNS:mail.example.org)
    chmod 644 key.pem
} 2>/dev/null

# Waits until something listens on each port, a minute at most.
listening() {
    for port in "$@"; do
        for _ in $(seq 1200); do
            (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue 2
            sleep 0.05
        done
        echo "nothing listens on port $port" >&2
        return 1
    done
}

# Waits until a command succeeds, five minutes at most.
until_done() {
    for _ in $(seq 3000); do
        "$@" && return
        sleep 0.1
    done
    echo "in vain: $*" >&2
    return 1
}

# Begins a way of sending: a ledger and a folder of mails of its own.
begin() {
    way=$1
    ledger=$PWD/ledger-$((++ways)).db
    mails=$PWD/mails
    rm -rf "$mails"
    mkdir -m 777 "$mails"
    echo "== $server: $way, after $SECONDS s" >&2
}

# Sends what is owed: 3 means that some of it is still. What else goes wrong is told by the count.
send() {
    local status=0
    protest-letter send $here/appeal.toml --signers roll.csv --from letters@example.org --yes --rate none --connections 4 \
        --ledger "$ledger" --smtp "$@" >out 2>&1 || status=$?
    tail -n 4 out >&2
    return $status
}

# Sends again until all is settled.
send_until_settled() {
    for _ in $(seq 10); do
        send "$@" && return
        grep -q '^nothing is owed' out && return
        sleep "${PAUSE:-0}"
    done
}

# Makes the letters owed again that are in a state.
retry() {
    protest-letter ledger retry --yes --ledger "$ledger" --state "$1" >&2 || true
}

# Prints the row of the way, and fails where the count or the states are not as they have to be: count STATE=NUMBER…
count() {
    local row status=0
    protest-letter ledger --ledger "$ledger" --json >rows
    row=$($here/count.py $here/appeal.toml rows "$mails" $LETTERS ${WITHOUT-}) || status=1
    printf '%s\t%s\t%s\n' "$server" "$way" "$row"
    local letters accepted deferred rejected uncertain owed there rest
    IFS=$'\t' read -r letters accepted deferred rejected uncertain owed there rest <<<"$row"
    for expected in "$@"; do
        local -n figure=${expected%%=*}
        ((figure == ${expected#*=})) || { echo "$server, $way: $expected, and it is $figure" >&2; status=1; }
    done
    ((status == 0)) || { cat out >&2; wrong=1; }
}
trap 'exit ${wrong:-$?}' EXIT
