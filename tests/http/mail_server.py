"""A mail server for the tests: says on its output what it takes, a JSON object per line.

What it answers hangs on the recipient: refused@… gets 550, later@… 451, slow@… an answer after a
while. With --no-tls it knows no STARTTLS; with --certificate and --key it offers it.
"""
import argparse
import asyncio
import email
import email.policy
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    """Judges recipients, and tells what it took."""

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        local = address.split("@")[0]
        if local == "refused":
            return "550 5.1.1 no such user"
        if local == "later":
            return "451 4.7.1 come back later"
        if local == "slow":
            await asyncio.sleep(60)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        told = {
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "headers": {name.lower(): str(value) for name, value in message.items()},
            "count": len(message.items()),
            "text": message.get_content().replace("\r\n", "\n"),
            "defects": [str(defect) for defect in message.defects],
            "raw": envelope.content.decode("ascii"),
            "tls": session.ssl is not None,
            "user": session.auth_data,
        }
        print(json.dumps(told), flush=True)
        return "250 taken"


def authenticate(server, session, envelope, mechanism, data):
    """Knows one user."""
    is_known = (data.login, data.password) == (b"sept", b"secret")
    return AuthResult(success=is_known, handled=False, auth_data="sept" if is_known else None)


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--auth", action="store_true")
    options = parser.parse_args()
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)

    def serve():
        return SMTP(Handler(), hostname="mail.invalid", tls_context=context,
                    require_starttls=context is not None, auth_required=options.auth,
                    auth_require_tls=False, authenticator=authenticate if options.auth else None)

    server = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", options.port)
    print("listens", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit(0)
