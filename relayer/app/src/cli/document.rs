//! `folkmoot document`.

use clap::{Args, Subcommand};
use folkmoot_group::document::DocumentKind;
use folkmoot_group::msg::DocumentView;
use serde::Serialize;

use super::args::ChainArgs;
use super::output::{Report, bold, indent};
use super::reader::Reader;
use super::{CliError, Output, parse, words};
use crate::chain::Client;

/// Read the documents that a group adopted
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  folkmoot document list wasm1…")]
pub struct DocumentArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// List a group's documents, the latest version of each
    #[command(after_help = "Example:\n  folkmoot document list wasm1… --json")]
    List {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        #[command(flatten)]
        chain: ChainArgs,
    },
    /// Show a document: the latest version, another, or all
    #[command(after_help = "Example:\n  folkmoot document show wasm1… cell-state --version 2")]
    Show {
        /// The group's address
        #[arg(value_parser = parse::address)]
        group: String,
        /// purpose, requirements, cell-state, or another document's name
        #[arg(value_parser = parse::document)]
        document: DocumentKind,
        /// The version; the latest unless named
        #[arg(long, value_name = "NUMBER")]
        version: Option<u32>,
        /// Every version
        #[arg(long, conflicts_with = "version")]
        all: bool,
        #[command(flatten)]
        chain: ChainArgs,
    },
}

#[derive(Debug, Serialize)]
struct Documents {
    group: String,
    name: String,
    documents: Vec<DocumentView>,
}

/// Runs the command.
pub async fn run(args: DocumentArgs, output: &mut Output) -> Result<(), CliError> {
    match args.command {
        Command::List { group, chain } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            let documents = reader.documents().await?;
            tell(&reader, documents, output).await
        }
        Command::Show {
            group,
            document,
            version,
            all,
            chain,
        } => {
            let client = Client::connect(&chain.node).await?;
            let reader = Reader::new(&client, &group);
            let documents = match all {
                true => reader.document_versions(&document).await?,
                false => vec![reader.document(document, version).await?],
            };
            tell(&reader, documents, output).await
        }
    }
}

async fn tell(
    reader: &Reader<'_>,
    documents: Vec<DocumentView>,
    output: &mut Output,
) -> Result<(), CliError> {
    output.tell(&Documents {
        group: reader.address().to_owned(),
        name: reader.group().await?.name,
        documents,
    })
}

impl Report for Documents {
    fn words(&self) -> String {
        let mut lines = vec![bold(&format!("Documents of {}", self.name))];
        if self.documents.is_empty() {
            lines.push("  none so far".to_owned());
        }
        let documents = self.documents.iter();
        lines.extend(documents.map(|document| indent(&words::adopted(document))));
        lines.join("\n")
    }
}
